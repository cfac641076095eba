/** Trainings compared in a table: this run's, and those of a full run that was kept. */
import { summaryRows, summaryTotals } from "../../dsl/mod.ts";
import { note, type Output, table, timing } from "../report/mod.ts";
import type { Run } from "../run.ts";
import type { FullRun } from "./full_run.ts";
import { mean } from "./statistics.ts";

const score = (value: number | null | undefined): string => value?.toFixed(4) ?? "–";

/** Parameters, epochs and accuracies of each run, and how long its epochs took. */
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

/** What the full run gave, if there was one: on what it ran, and its accuracies. */
export function showFullRun(kept: FullRun | undefined): Output[] {
  if (!kept) return [];
  const minutes = Math.round(kept.seconds / 60);
  return [
    note(
      `**Full run of ${kept.date}**: all 60,000 images, ${minutes} minutes on ${kept.machine}, ` +
        `engine ${kept.engine}. Its numbers are kept in \`labs/results/${kept.lab}.json\`.`,
    ),
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
