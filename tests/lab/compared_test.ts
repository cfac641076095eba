/** What compares trainings: curves and tables of runs. */
import { assertEquals } from "@std/assert";
import { trainingCurves } from "../../core/lab/curves.ts";
import { compareRuns, showFullRun } from "../../core/lab/runs_table.ts";
import type { Run } from "../../core/training/run.ts";
import { dense, input, pipeline } from "../../dsl/mod.ts";

const history = {
  loss: [0.9, 0.8],
  accuracy: [0.1, 0.2],
  val_loss: [0.7, 0.6],
  val_accuracy: [0.3, 0.4],
  seconds: [1, 3],
};
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

Deno.test("trainingCurves() draws training and validation of loss and accuracy", () => {
  const curves = trainingCurves({ net: history }).map(({ traces }) =>
    plain(traces).map(({ name, y }: { name: string; y: number[] }) => [name, y])
  );
  assertEquals(curves, [
    [["net", [0.9, 0.8]], ["net, validation", [0.7, 0.6]]],
    [["net", [0.1, 0.2]], ["net, validation", [0.3, 0.4]]],
  ]);
});

Deno.test("compareRuns() shows parameters, epochs, accuracies and an epoch's mean time", () => {
  const run = {
    pipeline: pipeline(input(3), dense(2)),
    history,
    metrics: { val_accuracy: 0.4, test_accuracy: 0.35 },
  };
  // The tables read nothing else of a run.
  const [table, times] = compareRuns("Two nets", { net: run as unknown as Run });
  // 3 · 2 weights and 2 biases.
  assertEquals(plain(table!.json()).rows, [["net", 8, 2, "0.4000", "0.3500"]]);
  // The mean of 1 s and 3 s, in milliseconds.
  assertEquals(JSON.stringify(times!.json()).includes("2000"), true);
});

Deno.test("showFullRun() shows each run's own validation and test accuracy", () => {
  const [, table] = showFullRun({
    ...{ lab: "10_x", engine: "wasm", seconds: 60, data: [], provenance: {}, claims: [] },
    ...{ date: "2026-11-24", machine: "a machine", runs: { net: history } },
    metrics: { "net/val_accuracy": 0.4, "net/test_accuracy": 0.35 },
  });
  assertEquals(plain(table!.json()).rows, [["net", 2, "0.4000", "0.3500"]]);
});
