/** Tables that compare trainings: those of this run, and those of a kept full run. */
import { summaryRows, summaryTotals } from "../../dsl/mod.ts";
import { type Cell, note, type Output, table, timing } from "../report/mod.ts";
import type { Run } from "../training/run.ts";
import { type FullRun, fullRunPath } from "./full_run.ts";
import { mean } from "./tensors/statistics.ts";

const score = (value: number | null | undefined): string => value?.toFixed(4) ?? "–";

/** Compares runs by name: parameters, epochs and accuracies in a table, and the time per epoch. */
export function compareRuns(caption: string, runs: Readonly<Record<string, Run>>): Output[] {
  const entries = Object.entries(runs);
  return [
    table({
      caption,
      columns: ["network", "parameters", "epochs", "validation accuracy", "test accuracy"],
      rows: entries.map(([name, { pipeline, history, metrics }]) => [
        name,
        summaryTotals(summaryRows(pipeline)).total,
        history.loss.length,
        score(metrics["val_accuracy"]),
        score(metrics["test_accuracy"]),
      ]),
    }),
    timing(
      "An epoch of each",
      Object.fromEntries(
        entries.map(([name, { history }]) => [name, mean(history.seconds) * 1000]),
      ),
    ),
  ];
}

/** Says when, on which machine and on which data a full run was done. */
function about(kept: FullRun, data: string): Output {
  const minutes = Number((kept.seconds / 60).toPrecision(2));
  return note(
    `**Full run of ${kept.date}**: ${data}, ${minutes} minutes on ${kept.machine}, ` +
      `engine ${kept.engine}. Its numbers are kept in \`${fullRunPath(kept)}\`.`,
  );
}

/** Writes a claim's or a check's value in a cell: numbers with four decimals at most. */
function cell(value: FullRun["claims"][number]["ours"]): Cell {
  if (typeof value === "number") return Number(value.toFixed(4));
  if (value === null) return "–";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/**
 * Shows the values and verdicts of claims and checks in a kept full run, or nothing if none is kept.
 *
 * @param data The data of that run, in words.
 * @param ids The claims and checks to show.
 */
export function showKeptClaims(
  kept: FullRun | undefined,
  data: string,
  ids: readonly string[],
): Output[] {
  if (!kept) return [];
  const claims = kept.claims.filter(({ id }) => ids.includes(id));
  return [
    about(kept, data),
    table({
      caption: `Full run of ${kept.date}: ${data}`,
      columns: ["claim", "book", "that run", "verdict", "why"],
      rows: claims.map(({ what, book, ours, verdict, why }) => [
        ...[what, cell(book), cell(ours), verdict, why ?? ""],
      ]),
    }),
    ...(kept.checks?.length
      ? [table({
        caption: `What the full run of ${kept.date} checked`,
        columns: ["check", "that run", "verdict", "why"],
        rows: kept.checks.map(({ what, value, verdict, why }) => [
          ...[what, cell(value), verdict, why ?? ""],
        ]),
      })]
      : []),
  ];
}

/** Shows a kept full run, with the accuracies of its networks, or nothing if none is kept. */
export function showFullRun(kept: FullRun | undefined): Output[] {
  if (!kept) return [];
  return [
    about(kept, "all 60,000 images"),
    table({
      caption: `Full run of ${kept.date}`,
      columns: ["network", "epochs", "validation accuracy", "test accuracy"],
      rows: Object.entries(kept.runs).map(([name, { loss }]) => [
        name,
        loss.length,
        score(kept.metrics[`${name}/val_accuracy`]),
        score(kept.metrics[`${name}/test_accuracy`]),
      ]),
    }),
  ];
}
