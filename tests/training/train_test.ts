import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import { type Examples, sliceExamples } from "../../core/training/batch.ts";
import { Model } from "../../core/model/model.ts";
import { seededRandom } from "../../core/base/random.ts";
import type { TrainEvent } from "../../core/training/history.ts";
import { trainEpochs } from "../../core/training/loop.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  adam,
  batchNorm,
  categoricalCrossentropy,
  conv,
  dense,
  dropout,
  earlyStopping,
  exponentialDecay,
  input,
  meanSquaredError,
  pipeline,
  rule,
  sgd,
  type Steps,
  train,
} from "../../dsl/mod.ts";

const engine = await openEngine("wasm");

/** Two classes of 2-vectors, far apart. */
const count = 70;
const examples: Examples = {
  count,
  shape: [2],
  x: Float32Array.from({ length: 2 * count }, (_, i) => {
    const [row, column] = [i >> 1, i % 2];
    return (row % 2 === column ? 1 : 0) + ((row * 7919) % 100) / 500;
  }),
  y: Uint8Array.from({ length: count }, (_, i) => i % 2),
};

async function fit(steps: Steps, data: Examples, more: {
  validation?: Examples;
  seed?: number;
  signal?: AbortSignal;
  on?: (event: TrainEvent) => void;
} = {}) {
  const { seed = 1, ...options } = more;
  const model = new Model(steps, engine, initialWeights(steps, seededRandom(seed)));
  const training = steps.steps.at(-1)![rule].training!;
  const history = await trainEpochs(model, training, {
    train: data,
    random: seededRandom(seed),
    ...options,
  });
  return { history, model };
}

const classifier = (epochs: number) =>
  pipeline(
    input(2, { classes: 2 }),
    dense(8, "relu"),
    dropout(0.2),
    dense(2, "softmax"),
    train({ epochs, batchSize: 32, optimizer: adam({ learningRate: 0.05 }) }),
  );

Deno.test("trainEpochs() learns two classes and reports every batch, also the smaller last one", async () => {
  const events: TrainEvent[] = [];
  const { history } = await fit(classifier(8), examples, {
    seed: 2,
    on: (event) => events.push(event),
  });
  assertEquals(history.loss.length, 8);
  assertEquals(history.val_loss, []);
  assert(history.accuracy.at(-1)! > 0.9, `accuracy ${history.accuracy.at(-1)}`);
  assert(history.loss.at(-1)! < history.loss[0]!);
  const steps = events.filter(({ type }) => type === "batch");
  assertEquals(steps.length, 8 * 3); // 32 + 32 + 6
  const last = events.at(-1)!;
  assertEquals([last.type, last.epoch, last.steps], ["epoch", 8, 3]);
  assertEquals(last.loss, history.loss.at(-1));
});

Deno.test("trainEpochs() gives the same weights for the same seed, others for another", async () => {
  const bytes = async (seed: number) => {
    const { model } = await fit(classifier(2), examples, { seed });
    return await model.encode();
  };
  const [a, b, c] = [await bytes(3), await bytes(3), await bytes(4)];
  assertEquals(a, b);
  assert(a.some((byte, i) => byte !== c[i]));
});

Deno.test("trainEpochs() measures the validation part without updating", async () => {
  const { history } = await fit(classifier(3), sliceExamples(examples, 0, 50), {
    validation: sliceExamples(examples, 50, 70),
  });
  assertEquals(history.val_accuracy.length, 3);
  const hits = history.val_accuracy[2]! * 20;
  assertAlmostEquals(hits, Math.round(hits), 1e-9);
});

Deno.test("trainEpochs() stops after the running batch when its signal is aborted", async () => {
  const stop = new AbortController();
  let seen = 0;
  const { history } = await fit(classifier(50), examples, {
    signal: stop.signal,
    on: (event) => {
      if (event.type === "batch" && ++seen === 7) stop.abort();
    },
  });
  assertEquals([seen, history.loss.length], [7, 2]);
});

Deno.test("trainEpochs() fits a line by least squares", async () => {
  const line = pipeline(
    input(1),
    dense(1),
    train({
      epochs: 60,
      batchSize: 10,
      loss: meanSquaredError(),
      optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }),
    }),
  );
  const x = Float32Array.from({ length: 40 }, (_, i) => i / 20 - 1);
  const { model } = await fit(line, { count: 40, shape: [1], x, y: x.map((v) => 3 * v - 0.5) });
  const { "dense1/kernel": slope, "dense1/bias": offset } = await model.weights();
  assertAlmostEquals(slope!.data[0]!, 3, 1e-3);
  assertAlmostEquals(offset!.data[0]!, -0.5, 1e-3);
});

Deno.test("trainEpochs() turns class numbers into one-hot targets where the loss expects them", async () => {
  const steps = pipeline(
    input(2, { classes: 2 }),
    dense(2, "softmax"),
    train({
      epochs: 5,
      loss: categoricalCrossentropy(),
      optimizer: adam({ learningRate: 0.1 }),
    }),
  );
  const { history } = await fit(steps, examples);
  assert(history.accuracy.at(-1)! > 0.9);
});

Deno.test("trainEpochs() moves batch norm's statistics towards the batches'", async () => {
  const steps = pipeline(
    input(4, 4, 1),
    conv(1, { kernel: 1, initializer: "ones", bias: false }),
    batchNorm({ momentum: 0.5 }),
    train({
      epochs: 4,
      batchSize: 8,
      loss: meanSquaredError(),
      optimizer: sgd({ learningRate: 0 + 1e-9 }),
    }),
  );
  const x = new Float32Array(8 * 16).map((_, i) => i % 2 === 0 ? 1 : 3); // mean 2, variance 1
  const { model } = await fit(steps, { count: 8, shape: [4, 4, 1], x, y: x });
  const weights = await model.weights();
  // m ← m/2 + 2/2 from 0, four times: 2·(1 − 1/16); v from 1 stays 1.
  assertAlmostEquals(weights["batchNorm1/moving_mean"]!.data[0]!, 1.875, 1e-5);
  assertAlmostEquals(weights["batchNorm1/moving_variance"]!.data[0]!, 1, 1e-5);
});

/** One weight that follows the target at once: each epoch's loss is known beforehand. */
const follow = (restoreBestWeights: boolean) =>
  pipeline(
    input(1),
    dense(1, { bias: false, initializer: "zeros" }),
    train({
      epochs: 10,
      batchSize: 1,
      shuffle: false,
      validationSplit: 0.5,
      optimizer: sgd({ learningRate: 0.25 }),
      loss: meanSquaredError(),
      stop: earlyStopping({ patience: 2, restoreBestWeights }),
    }),
  );
const unit = (y: number): Examples => ({
  count: 1,
  shape: [1],
  x: Float32Array.of(1),
  y: Float32Array.of(y),
});

Deno.test("trainEpochs() ends early and restores the weights of the best epoch", async () => {
  // The weight halves its distance to 4: 2, 3, 3.5, 3.75; the validation target 3.1 is nearest to 3.
  const weight = async (restore: boolean) => {
    const { model, history } = await fit(follow(restore), unit(4), { validation: unit(3.1) });
    assertEquals(history.val_loss.length, 4);
    return (await model.weights())["dense1/kernel"]!.data[0];
  };
  assertEquals([await weight(true), await weight(false)], [3, 3.75]);
});

Deno.test("trainEpochs() restores the best weights also after the last epoch", async () => {
  const model = new Model(follow(true), engine, initialWeights(follow(true), seededRandom(1)));
  const training = { ...follow(true).steps.at(-1)![rule].training!, epochs: 3 };
  const options = { train: unit(4), validation: unit(3.1), random: seededRandom(1) };
  assertEquals((await trainEpochs(model, training, options)).val_loss.length, 3);
  assertEquals((await model.weights())["dense1/kernel"]!.data[0], 3);
});

Deno.test("trainEpochs() lets a schedule count epochs", async () => {
  const steps = pipeline(
    input(1),
    dense(1, { bias: false, initializer: "zeros" }),
    train({
      epochs: 2,
      batchSize: 1,
      optimizer: sgd({
        learningRate: exponentialDecay({ initial: 0.25, rate: 0.5, epochs: 1, staircase: true }),
      }),
      loss: meanSquaredError(),
    }),
  );
  const twice = { count: 2, shape: [1], x: Float32Array.of(1, 1), y: Float32Array.of(4, 4) };
  const { model } = await fit(steps, twice);
  // Half of what is missing at each step of the first epoch, a quarter in the second: 2, 3, 3.25, 3.4375.
  assertEquals((await model.weights())["dense1/kernel"]!.data[0], 3.4375);
});
