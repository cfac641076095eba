import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import type { Examples } from "../../core/training/batch.ts";
import { evaluationLoss, Evaluator } from "../../core/training/evaluator.ts";
import { trainEpochs } from "../../core/training/loop.ts";
import type { Weights } from "../../core/weights/initial_weights.ts";
import {
  activate,
  adam,
  batchNorm,
  binaryCrossentropy,
  dense,
  dropout,
  evaluate,
  input,
  type Loss,
  meanSquaredError,
  pipeline,
  rule,
  sparseCategoricalCrossentropy,
  type Steps,
  train,
} from "../../dsl/mod.ts";

const engine = await openEngine("loops");

async function measure(steps: Steps, weights: Weights, loss: Loss, examples: Examples) {
  const evaluator = new Evaluator(new Model(steps, engine, weights), loss, seededRandom(0));
  const measured = await evaluator.measure(examples);
  await evaluator.close();
  return measured!;
}

Deno.test("Evaluator weighs every example alike, those of a smaller last batch too", async () => {
  // softmax(ln 3, 0) is (3/4, 1/4). The last 50 of 250 examples belong to the other class.
  const count = 250;
  const { loss, accuracy } = await measure(
    pipeline(input(2, { classes: 2 }), activate("softmax")),
    {},
    sparseCategoricalCrossentropy(),
    {
      count,
      shape: [2],
      x: Float32Array.from({ length: 2 * count }, (_, i) => i % 2 === 0 ? Math.log(3) : 0),
      y: Uint8Array.from({ length: count }, (_, i) => i < 200 ? 0 : 1),
    },
  );
  assertAlmostEquals(loss, -(200 * Math.log(3 / 4) + 50 * Math.log(1 / 4)) / 250, 1e-6);
  assertEquals(accuracy, 0.8);
});

/** Gives (x − 1) / 2 in inference, for the weights below; dropout would double it or make it 0. */
const regularised = pipeline(
  input(1),
  batchNorm({ epsilon: 1 }),
  dropout(0.5),
  dense(1, { bias: false }),
  train({ epochs: 1, batchSize: 2, optimizer: adam(), loss: meanSquaredError() }),
);
const one = (value: number) => ({ shape: [1], data: Float32Array.of(value) });
const regularisedWeights: Weights = {
  "batchNorm1/gamma": one(1),
  "batchNorm1/beta": one(0),
  "batchNorm1/moving_mean": one(1),
  "batchNorm1/moving_variance": one(3),
  "dense1/kernel": { shape: [1, 1], data: Float32Array.of(1) },
};
const twoExamples: Examples = {
  count: 2,
  shape: [1],
  x: Float32Array.of(3, 5),
  y: Float32Array.of(0, 0),
};

Deno.test("Evaluator measures as in inference: no dropout, batch norm's moving statistics", async () => {
  const { loss } = await measure(
    regularised,
    regularisedWeights,
    meanSquaredError(),
    twoExamples,
  );
  assertAlmostEquals(loss, (1 ** 2 + 2 ** 2) / 2, 1e-6);
});

Deno.test("Evaluator leaves the weights and the optimiser's moving averages as they are", async () => {
  const model = new Model(regularised, engine, regularisedWeights);
  // A seed whose dropout keeps at least one of the two examples.
  const random = seededRandom(1);
  await trainEpochs(model, regularised.steps.at(-1)![rule].training!, {
    train: twoExamples,
    random,
  });
  const slots = adam()[rule].slots.map((slot) => `optimizer/${slot}/dense1/kernel`);
  const read = async () => ({
    weights: await model.weights(),
    slots: await Promise.all(slots.map((name) => model.store.read(name))),
  });
  const before = await read();
  assert(before.slots.every(([value]) => value !== 0), "training left no moving averages");
  const evaluator = new Evaluator(model, meanSquaredError(), random);
  await evaluator.measure(twoExamples);
  await evaluator.close();
  assertEquals(await read(), before);
});

Deno.test("Evaluator gives no numbers of a part of the examples", async () => {
  const model = new Model(regularised, engine, regularisedWeights);
  const evaluator = new Evaluator(model, meanSquaredError(), seededRandom(0));
  assertEquals(await evaluator.measure(twoExamples, AbortSignal.abort()), undefined);
});

Deno.test("evaluationLoss() is evaluate's own loss, else train's, else Keras's usual one", () => {
  const training = train({ epochs: 1, loss: binaryCrossentropy() });
  const kinds = [
    pipeline(input(2), dense(1, "sigmoid"), training, evaluate({ loss: meanSquaredError() })),
    pipeline(input(2), dense(1, "sigmoid"), training, evaluate()),
    pipeline(input(2), dense(2, "softmax"), evaluate()),
    pipeline(input(2), dense(1, "sigmoid"), training),
  ].map((steps) => evaluationLoss(steps)?.kind);
  assertEquals(kinds, [
    "meanSquaredError",
    "binaryCrossentropy",
    "sparseCategoricalCrossentropy",
    undefined,
  ]);
});
