/** Training steps of `native` in shares: the numbers of one session, and the same bits every time. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { nativeEngine, type NativeOptions } from "../../core/engine/native/mod.ts";
import { RankWorker } from "../../core/engine/native/parallel/rank_worker.ts";
import { loadRuntime } from "../../core/engine/native/runtime.ts";
import { Model } from "../../core/model/model.ts";
import { TrainStep } from "../../core/training/train_step.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  adam,
  batchNorm,
  conv,
  cosineDecay,
  dense,
  dropout,
  exponentialDecay,
  flatten,
  input,
  noise,
  pipeline,
  pool,
  rmsprop,
  sgd,
  type Steps,
  train,
} from "../../dsl/mod.ts";
import { UserError } from "../../dsl/errors.ts";
import { rule } from "../../dsl/step.ts";

const PIXELS = 12 * 12;

const network = (optimizer = adam()) =>
  pipeline(
    input(12, 12, 1),
    conv(4, { kernel: 3, activation: "relu" }),
    pool(2),
    flatten(),
    noise(0.1),
    dropout(0.3),
    dense(10, "softmax"),
    train({ epochs: 1, optimizer }),
  );

/** An engine that cuts every step into so many shares, with what it tells. */
async function sharing(shares: number, options: NativeOptions = {}) {
  const workers: RankWorker[] = [];
  const engine = await nativeEngine(
    { threads: shares, shares, shareFrom: 0, ...options },
    loadRuntime,
    (setup) => {
      const worker = new RankWorker(setup);
      workers.push(worker);
      return worker;
    },
  );
  return { engine, workers };
}

const single = await nativeEngine({ threads: 1, shares: 1 });

function training(engine: Engine, steps: Steps = network()) {
  const random = seededRandom(3);
  const model = new Model(steps, engine, initialWeights(steps, random.fork("weights")));
  const step = new TrainStep(model, steps.steps.at(-1)![rule].training!, random.fork("draws"), 2);
  const { uniform, below } = random.fork("data");
  return {
    ...{ model, step },
    update(batch: number) {
      const x = Float32Array.from({ length: batch * PIXELS }, uniform);
      return step.update(x, Float32Array.from({ length: batch }, () => below(10)), batch);
    },
    async close() {
      await step.close();
      await model.close();
    },
  };
}

/** Trains one step per batch size. Returns losses, correct predictions, weights and averages. */
async function train20(engine: Engine, batches: readonly number[], steps?: Steps) {
  const { step, update, close } = training(engine, steps);
  const losses: number[] = [];
  const correct: number[] = [];
  for (const batch of batches) {
    const result = await update(batch);
    losses.push(result.loss);
    correct.push(result.correct);
  }
  const state = await step.state();
  await close();
  return { losses, correct, state };
}

type Trained = Awaited<ReturnType<typeof train20>>;

/** The largest differences of losses and variables, by the largest number of each. */
function difference(a: Trained, b: Trained): number {
  const by = (x: ArrayLike<number>, y: ArrayLike<number>) => {
    const [xs, ys] = [Array.from(x), Array.from(y)];
    return Math.max(...xs.map((value, i) => Math.abs(value - ys[i]!))) /
      Math.max(...xs.map(Math.abs));
  };
  return Math.max(
    by(a.losses, b.losses),
    ...[...a.state].map(([name, values]) => by(values, b.state.get(name)!)),
  );
}

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
    const one = await train20(single, TWENTY, network(optimizer));
    const shares = await train20((await sharing(2)).engine, TWENTY, network(optimizer));
    const again = await train20((await sharing(2)).engine, TWENTY, network(optimizer));
    const error = difference(one, shares);
    assert(error < 1e-5, `the largest difference is ${error}`);
    assertEquals(shares.correct, one.correct);
    assertEquals(again, shares);
  });
}

Deno.test("native trains with changing batch sizes and three shares as in one session", async () => {
  const one = await train20(single, CHANGING);
  const { engine, workers } = await sharing(3);
  const shares = await train20(engine, CHANGING);
  const error = difference(one, shares);
  assert(error < 1e-5, `the largest difference is ${error}`);
  assertEquals(shares.correct, one.correct);
  assertEquals(workers.length, 2);
});
