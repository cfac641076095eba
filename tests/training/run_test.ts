import { assert, assertEquals, assertRejects } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import { run } from "../../core/training/run.ts";
import type { TrainEvent } from "../../core/training/loop.ts";
import {
  adam,
  dense,
  evaluate,
  flatten,
  input,
  load,
  normalize,
  pipeline,
  pool,
  train,
  UserError,
} from "../../dsl/mod.ts";

const engine = await openEngine("wasm");
const small = pipeline(
  load("fashion-mnist"),
  normalize(),
  pool(4, { kind: "mean" }),
  flatten(),
  dense(10, "softmax"),
  train({
    epochs: 2,
    batchSize: 100,
    validationSplit: 0.25,
    optimizer: adam({ learningRate: 0.01 }),
  }),
  evaluate(),
);
const data = { subset: true };

Deno.test("run() trains on the first part, validates on the last, and measures the test set", async () => {
  const events: TrainEvent[] = [];
  const { history, metrics, dataset, interrupted } = await run(small, {
    engine,
    data,
    epochs: 1,
    on: (event) => events.push(event),
  });
  assertEquals(dataset.train.count, 10_000);
  assertEquals(events.filter(({ type }) => type === "batch").length, 75); // 7,500 by 100
  assertEquals(history.val_loss.length, 1);
  assertEquals(Object.keys(metrics), [
    "loss",
    "accuracy",
    "val_loss",
    "val_accuracy",
    "test_loss",
    "test_accuracy",
  ]);
  assert(metrics["test_accuracy"]! > 0.5, `test accuracy ${metrics["test_accuracy"]}`);
  assertEquals(interrupted, false);
});

Deno.test("run() gives identical weights and metrics for the same seed", async () => {
  const once = async (seed: number) => {
    const { model, metrics } = await run(small, { engine, data, seed, epochs: 1 });
    return { bytes: await model.encode(), metrics };
  };
  const [a, b, c] = [await once(7), await once(7), await once(8)];
  assertEquals(a, b);
  assert(a.bytes.some((byte, i) => byte !== c.bytes[i]));
});

Deno.test("run() refuses a pipeline without a data set in one sentence", async () => {
  const error = await assertRejects(
    () => run(pipeline(input(4), dense(2)), { engine }),
    UserError,
  );
  assertEquals(
    error.message,
    "Cannot run this pipeline on a data set: expected load(…) as its first step, found input; " +
      "begin it with load(…).",
  );
});
