/** The table at the end of `deno task labs`. */
import { type CheckJson, type ClaimJson, verdictsText } from "../../core/report/mod.ts";

/** The outcome of one lab. */
export interface FinishedLab {
  readonly lab: string;
  readonly code: number;
  readonly seconds: number;
  /** Undefined if the lab wrote no report. */
  readonly claims?: readonly ClaimJson[];
  readonly checks?: readonly CheckJson[];
}

/** One line per lab: its name, seconds, how its claims and its checks ended, exit code. */
export function closingTable(finished: readonly FinishedLab[]): string {
  const rows = finished.map(({ lab, seconds, claims, checks = [], code }) => [
    lab,
    seconds.toFixed(1),
    ...(claims
      ? [verdictsText(claims) || "none", verdictsText(checks) || "none"]
      : ["no report", ""]),
    String(code),
  ]);
  const all = [["lab", "seconds", "claims", "checks", "exit code"], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) =>
    row.map((cell, i) => i === 1 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))
      .join("  ").trimEnd()
  ).join("\n");
}
