import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import type { Examples } from "../../core/training/batch.ts";
import { fitExamples } from "../../core/training/fit.ts";
import type { TrainEvent } from "../../core/training/history.ts";
import { trainEpochs } from "../../core/training/loop.ts";
import {
  batchNorm,
  dense,
  dropout,
  input,
  meanSquaredError,
  pipeline,
  rule,
  sgd,
  train,
} from "../../dsl/mod.ts";
import type { TrainOptions } from "../../dsl/steps/train.ts";
import { watchedEngine } from "./watched_engine.ts";

const loops = await openEngine("loops");

/** y = w·x with w = 0 at first, trained on the squared error. */
const line = (options: TrainOptions<"anything">) =>
  pipeline(
    input(1),
    dense(1, { bias: false }),
    train({ loss: meanSquaredError(), shuffle: false, ...options }),
  );
type Line = ReturnType<typeof line>;
const weights = { "dense1/kernel": { shape: [1, 1], data: Float32Array.of(0) } };
const trainingOf = (steps: Line) => steps.steps.at(-1)![rule].training!;
const numbers = (x: readonly number[], y: readonly number[]): Examples => ({
  count: x.length,
  shape: [1],
  x: Float32Array.from(x),
  y: Float32Array.from(y),
});
/** So small that a weight of 0 stays 0 in the loss's 32 bits. */
const still = sgd({ learningRate: 1e-9 });

Deno.test("trainEpochs() weighs every example alike, those of a smaller last batch too", async () => {
  const events: TrainEvent[] = [];
  const steps = line({ epochs: 1, batchSize: 2, optimizer: still });
  const { loss, accuracy } = await trainEpochs(
    new Model(steps, loops, weights),
    trainingOf(steps),
    {
      // A prediction of 0 is right for the target 0.
      train: numbers([1, 1, 1], [0, 0, 3]),
      random: seededRandom(0),
      on: (event) => events.push(event),
    },
  );
  assertEquals([loss, accuracy], [[9 / 3], [2 / 3]]);
  assertEquals(events.map(({ loss }) => loss), [0, 3, 3]);
});

Deno.test("fitExamples() measures the last examples against their own targets", async () => {
  // The targets 2 and 2 of the first two; the weight 0 misses the last example's 5 by 5.
  const steps = line({ epochs: 1, batchSize: 2, validationSplit: 1 / 3, optimizer: still });
  const history = await fitExamples(
    new Model(steps, loops, weights),
    trainingOf(steps),
    numbers([1, 1, 1], [2, 2, 5]),
    { random: seededRandom(0) },
  );
  assertEquals([history.loss, history.val_loss], [[4], [25]]);
});

Deno.test("trainEpochs() validates as in inference, after the epoch's last update", async () => {
  // One update moves the mean of 3 from 0 to 1.5; with a variance of 0 the output is 3 − 1.5.
  const steps = pipeline(
    input(1),
    batchNorm({ momentum: 0.5, epsilon: 1 }),
    dropout(0.5),
    dense(1, { bias: false }),
    train({ epochs: 1, batchSize: 2, optimizer: still, loss: meanSquaredError() }),
  );
  const one = (value: number) => ({ shape: [1], data: Float32Array.of(value) });
  const model = new Model(steps, loops, {
    "batchNorm1/gamma": one(1),
    "batchNorm1/beta": one(0),
    "batchNorm1/moving_mean": one(0),
    "batchNorm1/moving_variance": one(0),
    "dense1/kernel": { shape: [1, 1], data: Float32Array.of(1) },
  });
  const { val_loss } = await trainEpochs(model, steps.steps.at(-1)![rule].training!, {
    train: numbers([3, 3], [0, 0]),
    validation: numbers([3, 3], [0, 0]),
    random: seededRandom(0),
  });
  assertAlmostEquals(val_loss[0]!, 1.5 ** 2, 1e-6);
});

Deno.test("trainEpochs() tells how fast it is and how long it will take", async () => {
  // Every step, and measuring the validation examples once, takes two seconds.
  let time = 1000;
  const engine = watchedEngine(loops, () => time += 2000);
  const events: TrainEvent[] = [];
  const steps = line({ epochs: 2, batchSize: 4, optimizer: still });
  const { seconds } = await trainEpochs(new Model(steps, engine, weights), trainingOf(steps), {
    train: numbers([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]),
    validation: numbers([1], [0]),
    random: seededRandom(0),
    now: () => time,
    on: (event) => events.push(event),
  });
  assertEquals(seconds, [6, 6]);
  const batches = events.flatMap((event) =>
    event.type === "batch" ? [[event.imagesPerSecond, event.secondsLeft]] : []
  );
  // Images of this epoch by its seconds; seconds so far by steps so far, times the steps to come.
  assertEquals(batches, [[4 / 2, 2 / 1 * 3], [6 / 4, 4 / 2 * 2], [4 / 2, 8 / 3 * 1], [6 / 4, 0]]);
});

/** The order in which the examples 0 … 7 train, epoch by epoch. */
async function orders(shuffle: boolean, seed: number): Promise<number[][]> {
  const seen: number[] = [];
  const engine = watchedEngine(loops, ({ x }) => seen.push(...x!));
  const steps = line({ epochs: 3, batchSize: 3, shuffle, optimizer: still });
  const ascending = [0, 1, 2, 3, 4, 5, 6, 7];
  await trainEpochs(new Model(steps, engine, weights), trainingOf(steps), {
    train: numbers(ascending, ascending),
    random: seededRandom(seed),
  });
  return [0, 8, 16].map((start) => seen.slice(start, start + 8));
}

Deno.test("trainEpochs() sees every example once per epoch, each time in another order", async () => {
  const [first, second, third] = await orders(true, 0);
  for (const order of [first, second, third]) {
    assertEquals(order!.toSorted(), [0, 1, 2, 3, 4, 5, 6, 7]);
  }
  assertNotEquals(first, second);
  assertNotEquals(second, third);
  assertNotEquals(first, third);
});

Deno.test("trainEpochs() shuffles by its seed, and not at all with shuffle: false", async () => {
  assertEquals(await orders(true, 5), await orders(true, 5));
  assertNotEquals(await orders(true, 5), await orders(true, 6));
  const ascending = [0, 1, 2, 3, 4, 5, 6, 7];
  assertEquals(await orders(false, 5), [ascending, ascending, ascending]);
});
