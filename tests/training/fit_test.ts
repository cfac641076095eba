import { assertEquals, assertRejects } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import { fitPairs } from "../../core/training/fit_pairs.ts";
import { Model } from "../../core/model/model.ts";
import { seededRandom } from "../../core/base/random.ts";
import { conv, input, meanSquaredError, pipeline, sgd, train, UserError } from "../../dsl/mod.ts";

/** One weight w that should become 2: y = w·x with x = 1 and y = 2. */
const oneWeight = pipeline(
  input(1, 1, 1),
  conv(1, { kernel: 1, bias: false }),
  train({
    epochs: 3,
    batchSize: 1,
    optimizer: sgd({ learningRate: 0.25 }),
    loss: meanSquaredError(),
  }),
);
const pairs = {
  x: { shape: [1, 1, 1, 1], data: Float32Array.of(1) },
  y: { shape: [1, 1, 1, 1], data: Float32Array.of(2) },
};
const model = async (steps: ConstructorParameters<typeof Model>[0]) =>
  new Model(steps, await openEngine("loops"), {
    "conv1/kernel": { shape: [1, 1, 1, 1], data: Float32Array.of(0) },
  });

Deno.test("fitPairs() goes downhill and shows the weights of every step", async () => {
  // The slope of (w − 2)² is 2(w − 2): each step halves the distance from 2.
  const seen: [number, number][] = [];
  const { history } = await fitPairs(await model(oneWeight), pairs, {
    random: seededRandom(0),
    onStep: (step, weights) => seen.push([step, weights["conv1/kernel"]!.data[0]!]),
  });
  assertEquals(seen, [[0, 0], [1, 1], [2, 1.5], [3, 1.75]]);
  assertEquals(history.loss, [4, 1, 0.25]);
});

Deno.test("fitPairs() trains the epochs it is given instead of the pipeline's own number", async () => {
  const { history } = await fitPairs(await model(oneWeight), pairs, {
    random: seededRandom(0),
    epochs: 1,
  });
  assertEquals(history.loss, [4]);
});

Deno.test("fitPairs() refuses a pipeline that is not trained", async () => {
  const still = await model(pipeline(input(1, 1, 1), conv(1, { kernel: 1, bias: false })));
  await assertRejects(
    () => fitPairs(still, pairs, { random: seededRandom(0) }),
    UserError,
    "Cannot fit this pipeline: expected train(…) at its end, found conv; add train(…).",
  );
});

Deno.test("fitPairs() refuses examples of another shape, and another number of y than of x", async () => {
  const learner = await model(oneWeight);
  const wide = { shape: [1, 1, 2, 1], data: Float32Array.of(1, 2) };
  await assertRejects(
    () => fitPairs(learner, { ...pairs, x: wide }, { random: seededRandom(0) }),
    UserError,
    "Cannot fit this pipeline: expected x of shape [batch]x1x1x1, found 1x1x2x1. " +
      "Give a tensor of that shape.",
  );
  const two = { shape: [2, 1, 1, 1], data: Float32Array.of(2, 2) };
  await assertRejects(
    () => fitPairs(learner, { ...pairs, y: two }, { random: seededRandom(0) }),
    UserError,
    "Cannot fit this pipeline: expected one y per x, found 1 x and 2 y; " +
      "give every example one target.",
  );
});
