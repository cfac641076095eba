/** Trains a small network on `native` in shares, or in one session to compare with. */
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
  conv,
  dense,
  dropout,
  flatten,
  input,
  noise,
  pipeline,
  pool,
  type Steps,
  train,
} from "../../dsl/mod.ts";
import { rule } from "../../dsl/step.ts";

const PIXELS = 12 * 12;

/** A network that draws random numbers. */
export const network = (optimizer = adam()) =>
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

/** An engine that cuts every step into so many shares, with the workers that it starts. */
export async function sharing(shares: number, options: NativeOptions = {}) {
  const workers: RankWorker[] = [];
  const engine = await nativeEngine(
    { threads: shares, shares, shareFrom: { step: 0, weight: 0, training: 0 }, ...options },
    loadRuntime,
    (setup) => {
      const worker = new RankWorker(setup);
      workers.push(worker);
      return worker;
    },
  );
  return { engine, workers };
}

/** An engine that trains in one session. */
export const single = await nativeEngine({ threads: 1, shares: 1 });

/** A model in training on random examples, always the same ones. */
export function training(engine: Engine, steps: Steps = network()) {
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
export async function trainOn(engine: Engine, batches: readonly number[], steps?: Steps) {
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

/** What a training gives. */
export type Trained = Awaited<ReturnType<typeof trainOn>>;

/** The largest differences of losses and variables, by the largest number of each. */
export function difference(a: Trained, b: Trained): number {
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
