/** Training steps of `native` in shares: the numbers of one session, and the same bits every time. */
import { setImmediate } from "node:timers";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { chapterCnn, perceptron } from "../../bench/networks.ts";
import { seededRandom } from "../../core/base/random.ts";
import { nativeEngine, SHARE_FROM } from "../../core/engine/native/mod.ts";
import { worthSharing } from "../../core/engine/native/parallel/shared_steps.ts";
import { Model } from "../../core/model/model.ts";
import { TrainStep } from "../../core/training/train_step.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { rule } from "../../dsl/step.ts";
import { countParts } from "../../core/engine/native/parallel/parts.ts";
import { RankWorker } from "../../core/engine/native/parallel/rank_worker.ts";
import { cutBatch, cutNumbers } from "../../core/engine/native/parallel/shared_memory.ts";
import { loadRuntime } from "../../core/engine/native/runtime.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input as inputLeaf, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { UserError } from "../../dsl/errors.ts";
import {
  adam,
  batchNorm,
  conv,
  cosineDecay,
  dense,
  exponentialDecay,
  flatten,
  frozen,
  input,
  pipeline,
  rmsprop,
  sgd,
  train,
} from "../../dsl/mod.ts";
import { difference, network, sharing, single, training, trainOn } from "./shared_training.ts";

const TWENTY = Array<number>(20).fill(8);
// Even, odd, one example per rank, and a batch with fewer examples than ranks.
const CHANGING = [8, 8, 5, 8, 2, 1, 8, 5, 1, 1, 8];

for (
  const [name, optimizer] of Object.entries({
    adam: adam(),
    "adam with decay and a schedule": adam({
      learningRate: exponentialDecay({ initial: 0.01, rate: 0.5, epochs: 1 }),
      weightDecay: 0.01,
    }),
    sgd: sgd(),
    "sgd with momentum and a schedule": sgd({
      learningRate: cosineDecay({ initial: 0.05, epochs: 10 }),
      momentum: 0.9,
      nesterov: true,
    }),
    rmsprop: rmsprop(),
  })
) {
  Deno.test(`native trains with ${name} in shares as in one session, with the same bits every time`, async () => {
    const one = await trainOn(single, TWENTY, network(optimizer));
    const shares = await trainOn((await sharing(2)).engine, TWENTY, network(optimizer));
    const again = await trainOn((await sharing(2)).engine, TWENTY, network(optimizer));
    const error = difference(one, shares);
    assert(error < 1e-5, `the largest difference is ${error}`);
    assertEquals(shares.correct, one.correct);
    assertEquals(again, shares);
  });
}

Deno.test("native trains with changing batch sizes and three shares as in one session", async () => {
  const one = await trainOn(single, CHANGING);
  const { engine, workers } = await sharing(3);
  const shares = await trainOn(engine, CHANGING);
  const error = difference(one, shares);
  assert(error < 1e-5, `the largest difference is ${error}`);
  assertEquals(shares.correct, one.correct);
  assertEquals(workers.length, 2);
});

Deno.test("native adds up the parts of a share to the numbers of one session", async () => {
  const one = await trainOn(single, CHANGING);
  // Parts of two examples where that is possible, otherwise of one.
  const bytes = 2 * 4 * 10 * 10 * 4;
  const { engine } = await sharing(2, { partLimits: { bytes, products: 0 } });
  const shares = await trainOn(engine, CHANGING);
  const error = difference(one, shares);
  assert(error < 1e-5, `the largest difference is ${error}`);
  assertEquals(shares.correct, one.correct);
});

Deno.test("countParts() cuts a share to fit, but leaves no part without work", () => {
  const x = apply(inputLeaf, [], { name: "x", shape: [32, 100] });
  const w = apply(variable, [], { name: "w", shape: [100, 50] });
  const whole = program({ y: graphOps().matmul(x, w) });
  const count = (examples: number, bytes: number, products: number) =>
    countParts(whole, 32, examples, { bytes, products });
  assertEquals(count(16, 16 * 400, 0), 1);
  assertEquals(count(16, 15 * 400, 0), 2);
  assertEquals(count(16, 3 * 400, 0), 8);
  assertEquals(count(16, 1, 0), 16);
  assertEquals(count(15, 4 * 400, 0), 5);
  assertEquals(count(16, 4 * 400, 4 * 100 * 50), 4);
  assertEquals(count(16, 4 * 400, 5 * 100 * 50), 1);
});

Deno.test("native gives weights, averages and predictions at any time of a training in shares", async () => {
  const { engine } = await sharing(2);
  const [one, shares] = [training(single), training(engine)];
  const compare = async (when: string) => {
    for (const [name, values] of await one.step.state()) {
      const found = await shares.model.store.read(name);
      const largest = Math.max(...values.map(Math.abs));
      const error = Math.max(...values.map((value, i) => Math.abs(value - found[i]!)));
      assert(error <= 1e-5 * largest, `${name} ${when}: ${error}`);
    }
    const x = { shape: [1, 12, 12, 1], data: new Float32Array(144).fill(0.5) };
    for (const frozen of [false, true]) {
      const [expected, found] = await Promise.all(
        [one, shares].map(({ model }) => model.predict(x, { frozen })),
      );
      const error = Math.max(...expected!.data.map((p, i) => Math.abs(p - found!.data[i]!)));
      assert(error < 1e-5, `prediction ${when}, frozen ${frozen}: ${error}`);
    }
  };
  const both = async (batch: number) => {
    await one.update(batch);
    await shares.update(batch);
  };
  await compare("before the first step");
  await both(8);
  await compare("after a step");
  await both(8);
  await both(1);
  await compare("after a step in one session");
  await both(8);
  const [kept, keptShares] = [await one.step.state(), await shares.step.state()];
  await both(8);
  one.step.restore(kept);
  shares.step.restore(keptShares);
  await compare("after a state came back");
  await both(8);
  shares.model.store.write("conv1/bias", await one.model.store.read("conv1/bias"));
  await both(8);
  await compare("after a weight was written");
  await both(8);
  await Promise.all([one, shares].map(({ step }) => step.close()));
  await compare("after the training was closed");
  await one.model.close();
  await shares.model.close();
});

Deno.test("native trains two models in shares in turns, as each alone", async () => {
  const { engine } = await sharing(2);
  const alone = await trainOn(engine, [8, 8, 8]);
  const [a, b] = [training(engine), training(engine)];
  for (let step = 0; step < 3; step++) await Promise.all([a.update(8), b.update(8)]);
  for (const each of [a, b]) {
    assertEquals(await each.step.state(), alone.state);
    await each.close();
  }
});

Deno.test("native reads a variable while a step in shares computes it", async () => {
  const { engine } = await sharing(2);
  const { update, model, close } = training(engine);
  await update(8);
  const steps = Promise.all([update(8), update(8)]);
  const during = await model.store.read("conv1/kernel");
  await steps;
  assertEquals(during.length, 36);
  assert(during.every(Number.isFinite));
  await close();
});

Deno.test("native trains a network with batch norm, one with frozen weights and a small one in one session", async () => {
  const end = train({ epochs: 1, optimizer: adam() });
  const normal = pipeline(
    ...[input(12, 12, 1), flatten(), dense(10), batchNorm(), dense(10, "softmax"), end] as const,
  );
  const { engine, workers } = await sharing(2);
  await trainOn(engine, [8], normal);
  // Weights that do not learn belong to no share.
  await trainOn(
    engine,
    [8],
    pipeline(
      ...[input(12, 12, 1), frozen([conv(4, { kernel: 3 })]), flatten()] as const,
      ...[dense(10, "softmax"), end] as const,
    ),
  );
  assertEquals(workers.length, 0);
  // The small network of these tests has far less work and time than each of these.
  const none = { step: 0, weight: 0, training: 0 };
  for (const least of [{ step: 1e8 }, { weight: 1e6 }, { training: 1e6 }]) {
    const { engine, workers } = await sharing(2, { shareFrom: { ...none, ...least } });
    await trainOn(engine, [8]);
    assertEquals(workers.length, 0);
  }
});

Deno.test("native shares the chapter's network and small convolutions, but no dense layers and no short training", async () => {
  const { engine, workers } = await sharing(2);
  for (
    const [steps, batch, number, shared] of [
      [chapterCnn, 32, 1000, true],
      [chapterCnn, 8, 1000, true],
      [chapterCnn, 32, 20, false],
      [perceptron, 32, 1000, false],
      [perceptron, 128, 1000, false],
    ] as const
  ) {
    const model = new Model(steps, engine, initialWeights(steps, seededRandom(0)));
    const training = steps.steps.at(-1)![rule].training!;
    const step = new TrainStep(model, training, seededRandom(0), number);
    const whole = step.program(batch);
    assertEquals(worthSharing(step.step(whole, batch), { ranks: 2, from: SHARE_FROM }), shared);
  }
  assertEquals(workers.length, 0);
});

Deno.test("native ends its workers once the last step of a training is closed", async () => {
  const { engine, workers } = await sharing(3);
  await trainOn(engine, [8, 6]);
  // A worker does not keep the process alive, so something else must.
  const timer = setTimeout(() => {}, 10_000);
  assertEquals(await Promise.all(workers.map(({ ended }) => ended)), ["it ended", "it ended"]);
  clearTimeout(timer);
});

Deno.test("native says that a worker ended, at once and at every later use", async () => {
  const { engine, workers } = await sharing(2);
  const { update, model, step } = training(engine);
  await update(8);
  // Comes after the worker was told to begin, and before this thread begins its share.
  setImmediate(() => workers[0]!.terminate());
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new RangeError("It waits for the worker.")), 10_000);
  const message =
    "Cannot continue the training: a worker of the engine native failed (it ended). " +
    "Run the program again, or with --threads 1, which needs no worker.";
  await assertRejects(() => Promise.race([update(8), late.promise]), UserError, message);
  clearTimeout(timer);
  await assertRejects(() => update(8), UserError, message);
  await assertRejects(() => step.state(), UserError, message);
  await step.close();
  await model.close();
});

Deno.test("native trains in one session, and says so, if no worker starts", async () => {
  const said: string[] = [];
  const engine = await nativeEngine(
    {
      threads: 2,
      shares: 2,
      shareFrom: { step: 0, weight: 0, training: 0 },
      tell: (line) => said.push(line),
    },
    loadRuntime,
    (setup) => new RankWorker(setup, new URL("./no_such_worker.ts", import.meta.url)),
  );
  const alone = await trainOn(await nativeEngine({ threads: 2, shares: 1 }), [8, 8, 6]);
  assertEquals(await trainOn(engine, [8, 8, 6]), alone);
  assertEquals(said.length, 1);
  assert(said[0]!.startsWith("Training in one session of ONNX Runtime: no worker starts ("));
});

Deno.test("cutBatch() and cutNumbers() leave nothing out and begin at cache lines", () => {
  assertEquals(cutBatch(17, 2), [{ begin: 0, end: 8 }, { begin: 8, end: 17 }]);
  assertEquals(cutNumbers(100, 2), [{ begin: 0, end: 48 }, { begin: 48, end: 100 }]);
  assertEquals(cutNumbers(20, 3).map(({ begin, end }) => end - begin), [0, 0, 20]);
});
