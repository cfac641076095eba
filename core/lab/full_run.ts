/** What a lab's full run gave, kept under labs/results/: a quick run shows it beside its own. */
import { isRecord } from "../base/json.ts";
import type { ReportJson, RunJson } from "../report/mod.ts";

/** The part of a full run's report that is kept, and on what it ran. */
export interface FullRun
  extends Pick<ReportJson, "lab" | "engine" | "seconds" | "metrics" | "data" | "provenance"> {
  /** Which of the lab's full runs this is, if there is more than one. */
  readonly variant?: string;
  /** The day it began, as 2026-11-24. */
  readonly date: string;
  /** The processor and the number of its cores. */
  readonly machine: string;
  readonly claims: ReportJson["claims"];
  /** None in a run that was kept before there were checks: what is a check today was a claim then. */
  readonly checks?: ReportJson["checks"];
  readonly runs: Readonly<Record<string, RunJson>>;
}

/** The file of a full run's results, from the project's root. */
export const fullRunPath = ({ lab, variant }: Pick<FullRun, "lab" | "variant">): string =>
  `labs/results/${[lab, variant].filter((part) => part).join(".")}.json`;

/** The same as an address. */
export const fullRunFile = (run: Pick<FullRun, "lab" | "variant">): URL =>
  new URL(`../../${fullRunPath(run)}`, import.meta.url);

/** The kept results of a lab's full run; undefined if there are none. */
export async function readFullRun(lab: string, variant?: string): Promise<FullRun | undefined> {
  const file = fullRunFile({ lab, ...(variant && { variant }) });
  const text = await Deno.readTextFile(file).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const kept: unknown = JSON.parse(text);
  if (!isRecord(kept) || kept["lab"] !== lab) {
    throw new RangeError(`${file} holds no results of ${lab}.`);
  }
  // Written by tools/keep_full_run.ts from a report, and by nothing else.
  return kept as unknown as FullRun;
}

/** What is kept of a full run's report. Throws a RangeError for any other report. */
export function fullRunOf(report: ReportJson, machine: string, variant?: string): FullRun {
  if (report.mode !== "full" || report.interrupted) {
    throw new RangeError(`${report.lab}: only a full run that came to its end is kept.`);
  }
  const { lab, engine, seconds, metrics, data, provenance, claims, checks, runs, startedAt } =
    report;
  return {
    lab,
    ...(variant && { variant }),
    date: startedAt.slice(0, 10),
    ...{ machine, engine, seconds, metrics, data, provenance, claims, checks, runs },
  };
}
