import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import type { Dataset } from "../../core/data/dataset.ts";
import { run } from "../../core/training/run.ts";
import type { TrainEvent } from "../../core/training/history.ts";
import {
  adam,
  dense,
  evaluate,
  flatten,
  input,
  load,
  meanSquaredError,
  normalize,
  pipeline,
  pool,
  type Step,
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

/** A pipeline whose score for class 3 is the brightness of one pixel; all other scores are 0. */
const guesser = (...ending: readonly Step[]) =>
  pipeline(...[load("fashion-mnist"), normalize(), flatten(), dense(10, "softmax"), ...ending]);
const pixel = 400;
const guesserWeights = {
  "dense1/kernel": {
    shape: [784, 10],
    data: Float32Array.from({ length: 7840 }, (_, i) => i === pixel * 10 + 3 ? 1 : 0),
  },
  "dense1/bias": { shape: [10], data: new Float32Array(10) },
};

/** The mean over the test images of a loss by the label and the probability of class 3. */
function meanOverTest({ test }: Dataset, loss: (label: number, three: number) => number): number {
  let sum = 0;
  for (let i = 0; i < test.count; i++) {
    const e = Math.exp(test.images[i * 784 + pixel]! / 255);
    sum += loss(test.labels[i]!, e / (e + 9));
  }
  return sum / test.count;
}

Deno.test("run() measures given weights without training them", async () => {
  const { metrics, history, dataset, model } = await run(guesser(evaluate()), {
    engine,
    data,
    weights: guesserWeights,
  });
  assertEquals(Object.keys(metrics), ["test_loss", "test_accuracy"]);
  const loss = meanOverTest(
    dataset,
    (label, three) => -Math.log(label === 3 ? three : (1 - three) / 9),
  );
  assertAlmostEquals(metrics["test_loss"]!, loss, 1e-5);
  // Of equal scores the first is the largest: class 0 where the pixel is black.
  const accuracy = meanOverTest(
    dataset,
    (label, three) => label === (three > 0.1 ? 3 : 0) ? 1 : 0,
  );
  assertEquals(metrics["test_accuracy"], accuracy);
  assertEquals(history.loss, []);
  assertEquals(await model.weights(), guesserWeights);
});

Deno.test("run() measures the loss that evaluate names", async () => {
  const { metrics, dataset } = await run(guesser(evaluate({ loss: meanSquaredError() })), {
    engine,
    data,
    weights: guesserWeights,
  });
  const loss = meanOverTest(dataset, (label, three) => {
    const other = (1 - three) / 9;
    const errors = label === 3
      ? (three - 1) ** 2 + 9 * other ** 2
      : three ** 2 + (other - 1) ** 2 + 8 * other ** 2;
    return errors / 10;
  });
  assertAlmostEquals(metrics["test_loss"]!, loss, 1e-5);
});

Deno.test("run() refuses to measure scores that do not fit the data set's classes", async () => {
  const four = pipeline(load("fashion-mnist"), flatten(), dense(4), evaluate());
  const { message } = await assertRejects(() => run(four, { engine, data }), UserError);
  assertEquals(
    message,
    "Cannot run step 4 (evaluate): evaluate: the last step gives 4 scores, " +
      "but the data set has 10 classes; give one score per class",
  );
});

Deno.test("run() does not measure the test set after an interruption", async () => {
  const stop = new AbortController();
  const { metrics, interrupted } = await run(small, {
    engine,
    data,
    epochs: 1,
    signal: stop.signal,
    on: ({ type }) => type === "epoch" && stop.abort(),
  });
  assertEquals(Object.keys(metrics), ["loss", "accuracy", "val_loss", "val_accuracy"]);
  assertEquals(interrupted, true);
});
