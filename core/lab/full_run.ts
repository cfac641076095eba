/** The results of full runs, kept under labs/results/; a quick run shows them beside its own. */
import { isRecord } from "../base/json.ts";
import type { ReportJson, RunJson } from "../report/mod.ts";

/** The part of a full run's report that is kept, with the machine it ran on. */
export interface FullRun
  extends Pick<ReportJson, "lab" | "engine" | "seconds" | "metrics" | "data" | "provenance"> {
  /** The name of this full run, where a lab has several. */
  readonly variant?: string;
  /** The day on which it began, such as 2026-11-24. */
  readonly date: string;
  /** The processor and the number of its cores. */
  readonly machine: string;
  readonly claims: ReportJson["claims"];
  /** None in a run that was kept before there were checks: what is a check today was a claim then. */
  readonly checks?: ReportJson["checks"];
  readonly runs: Readonly<Record<string, RunJson>>;
}

/** The path of a full run's results, relative to the project's root. */
export const fullRunPath = ({ lab, variant }: Pick<FullRun, "lab" | "variant">): string =>
  `labs/results/${[lab, variant].filter((part) => part).join(".")}.json`;

/** The address of a full run's results. */
export const fullRunFile = (run: Pick<FullRun, "lab" | "variant">): URL =>
  new URL(`../../${fullRunPath(run)}`, import.meta.url);

/**
 * Reads the kept results of a lab's full run.
 *
 * @returns Undefined if none are kept.
 *
 * @throws {RangeError} If the file holds another lab's results.
 */
export async function readFullRun(lab: string, variant?: string): Promise<FullRun | undefined> {
  const file = fullRunFile({ lab, ...(variant && { variant }) });
  const text = await Deno.readTextFile(file).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const kept: unknown = JSON.parse(text);
  if (!isRecord(kept) || kept["lab"] !== lab) {
    throw new RangeError(`Expected results of ${lab} in ${file}.`);
  }
  // Only tools/keep_full_run.ts writes these files, from a report.
  return kept as unknown as FullRun;
}

/**
 * Takes from a report what is kept of a full run.
 *
 * @param machine The processor and the number of its cores.
 *
 * @throws {RangeError} If the report is of a quick or an interrupted run.
 */
export function fullRunOf(report: ReportJson, machine: string, variant?: string): FullRun {
  if (report.mode !== "full" || report.interrupted) {
    throw new RangeError(`${report.lab}: only a full run that has ended is kept.`);
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
