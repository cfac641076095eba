/** The table at the end of `deno task labs`. */
import { type ClaimJson, countVerdicts } from "../../core/report/mod.ts";

/** A lab that has run. */
export interface Finished {
  readonly lab: string;
  readonly code: number;
  readonly seconds: number;
  /** Undefined if the lab wrote no report. */
  readonly claims?: readonly ClaimJson[];
}

/** A line a lab: its name, seconds, how its claims ended, exit code. */
export function closingTable(finished: readonly Finished[]): string {
  const rows = finished.map(({ lab, seconds, claims, code }) => [
    lab,
    seconds.toFixed(1),
    claims ? verdicts(claims) : "no report",
    String(code),
  ]);
  const all = [["lab", "seconds", "claims", "exit code"], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) =>
    row.map((cell, i) => i === 1 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))
      .join("  ").trimEnd()
  ).join("\n");
}

function verdicts(claims: readonly ClaimJson[]): string {
  const counts = Object.entries(countVerdicts(claims)).filter(([, count]) => count > 0);
  return counts.map(([verdict, count]) => `${count} ${verdict}`).join(", ") || "no claims";
}
