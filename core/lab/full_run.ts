/** What a lab's full run gave, kept under labs/results/: a quick run shows it beside its own. */
import { isRecord } from "../json.ts";
import type { ReportJson, RunJson } from "../report/mod.ts";

/** The part of a full run's report that is kept, and on what it ran. */
export interface FullRun
  extends Pick<ReportJson, "lab" | "engine" | "seconds" | "metrics" | "data" | "provenance"> {
  /** The day it began, as 2026-11-24. */
  readonly date: string;
  /** The processor and the number of its cores. */
  readonly machine: string;
  readonly claims: ReportJson["claims"];
  readonly runs: Readonly<Record<string, RunJson>>;
}

/** Where the results of a lab's full run lie. */
export const fullRunFile = (lab: string): URL =>
  new URL(`../../labs/results/${lab}.json`, import.meta.url);

/** The kept results of a lab's full run; undefined if there are none. */
export async function readFullRun(lab: string): Promise<FullRun | undefined> {
  const text = await Deno.readTextFile(fullRunFile(lab)).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const kept: unknown = JSON.parse(text);
  if (!isRecord(kept) || kept["lab"] !== lab) {
    throw new RangeError(`${fullRunFile(lab)} holds no results of ${lab}.`);
  }
  // Written by tools/keep_full_run.ts from a report, and by nothing else.
  return kept as unknown as FullRun;
}

/** What is kept of a full run's report. Throws a RangeError for any other report. */
export function fullRunOf(report: ReportJson, machine: string): FullRun {
  if (report.mode !== "full" || report.interrupted) {
    throw new RangeError(`${report.lab}: only a full run that came to its end is kept.`);
  }
  const { lab, engine, seconds, metrics, data, provenance, claims, runs, startedAt } = report;
  const date = startedAt.slice(0, 10);
  return { lab, date, machine, engine, seconds, metrics, data, provenance, claims, runs };
}
