import { assert, assertEquals } from "@std/assert";
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  type Loss,
  meanSquaredError,
  rule,
  sparseCategoricalCrossentropy,
} from "../../dsl/mod.ts";
import { compute } from "./forward.ts";
import { assertNear } from "./near.ts";

/** The loss of each example of a batch. */
function loss(of: Loss, p: number[], t: number[], shape: number[], targets = shape): number[] {
  return compute((ops) =>
    of[rule].perExample(ops, ops.constant(p, shape), ops.constant(t, targets))
  );
}

Deno.test("sparseCategoricalCrossentropy() is minus the logarithm of the class's score", () => {
  const p = [0.5, 0.25, 0.25, 0.1, 0.1, 0.8];
  const of = sparseCategoricalCrossentropy();
  assertNear(loss(of, p, [1, 2], [2, 3], [2]), [-Math.log(0.25), -Math.log(0.8)]);
});

Deno.test("sparseCategoricalCrossentropy() never takes the logarithm of 0", () => {
  assertNear(
    loss(sparseCategoricalCrossentropy(), [0, 1], [0], [1, 2], [1]),
    [-Math.log(1e-7)],
    1e-4,
  );
});

Deno.test("crossentropies divide scores by their sum before they clip them, as Keras does on JAX", () => {
  const scores = [2, 6, 0, 2, 6, 2];
  const expected = [-Math.log(6 / 8), -Math.log(6 / 10)];
  assertNear(loss(sparseCategoricalCrossentropy(), scores, [1, 1], [2, 3], [2]), expected);
  const targets = [0, 1, 0, 0, 1, 0];
  assertNear(loss(categoricalCrossentropy(), scores, targets, [2, 3]), expected);
});

Deno.test("categoricalCrossentropy() weighs the logarithms by the target", () => {
  assertNear(loss(categoricalCrossentropy(), [0.5, 0.5, 0.2, 0.8], [0, 1, 0.5, 0.5], [2, 2]), [
    Math.log(2),
    -(Math.log(0.2) + Math.log(0.8)) / 2,
  ]);
});

Deno.test("the cross-entropies divide scores by their sum before they clip, as Keras does", () => {
  const p = [2, 6, 0, 0.2, 0.2, 0];
  assertNear(
    loss(categoricalCrossentropy(), p, [1, 0, 0, 0, 0, 1], [2, 3]),
    [Math.log(4), -Math.log(1e-7)],
    1e-4,
  );
  assertNear(
    loss(sparseCategoricalCrossentropy(), p, [1, 0], [2, 3], [2]),
    [-Math.log(0.75), Math.log(2)],
    1e-5,
  );
});

Deno.test("the cross-entropies apply softmax or sigmoid themselves with fromLogits", () => {
  const fromLogits = true;
  const x = [1, 2, 3, 1000, 0, -1000];
  const first = Math.log(1 + Math.exp(1) + Math.exp(2)) - 1;
  assertNear(loss(sparseCategoricalCrossentropy({ fromLogits }), x, [1, 1], [2, 3], [2]), [
    first,
    1000,
  ]);
  assertNear(
    loss(categoricalCrossentropy({ fromLogits }), x, [0, 1, 0, 0.5, 0.5, 0], [2, 3]),
    [first, 500],
  );
  assertNear(
    loss(binaryCrossentropy({ fromLogits }), [2, 0, -1000, 1000], [1, 0, 1, 1], [4, 1]),
    [Math.log(1 + Math.exp(-2)), Math.log(2), 1000, 0],
  );
});

Deno.test("binaryCrossentropy({ fromLogits }) judges an example by its probability", () => {
  const { correct } = binaryCrossentropy({ fromLogits: true })[rule];
  assert(correct([0.1], [1]) && correct([-0.1], [0]) && !correct([0.1], [0]));
});

Deno.test("binaryCrossentropy() averages over the outputs and clips as Keras does", () => {
  assertNear(loss(binaryCrossentropy(), [0.25, 0.5], [1, 0], [1, 2]), [
    (Math.log(4) + Math.log(2)) / 2,
  ]);
  assertNear(loss(binaryCrossentropy(), [0], [1], [1, 1]), [-Math.log(1e-7)], 1e-4);
});

Deno.test("meanSquaredError() averages over all outputs of an example", () => {
  assertEquals(loss(meanSquaredError(), [1, 2, 3, 4], [1, 4, 0, 0], [2, 2]), [2, 12.5]);
  assertEquals(loss(meanSquaredError(), [1, 2, 3, 4], [0, 0, 0, 0], [1, 2, 2, 1]), [7.5]);
});

Deno.test("LossRule.target and .scores say which target a loss needs and how many scores", () => {
  const ruleOf = (of: Loss) => of[rule];
  assertEquals(ruleOf(sparseCategoricalCrossentropy()).target([10]), []);
  assertEquals(ruleOf(categoricalCrossentropy()).target([10]), [10]);
  assertEquals(ruleOf(binaryCrossentropy()).target([1]), [1]);
  assertEquals(ruleOf(meanSquaredError()).target([3, 3, 1]), [3, 3, 1]);
  assertEquals(ruleOf(sparseCategoricalCrossentropy()).scores(10), 10);
  assertEquals(ruleOf(categoricalCrossentropy()).scores(10), 10);
  assertEquals(ruleOf(binaryCrossentropy()).scores(2), undefined);
  assertEquals(ruleOf(meanSquaredError()).scores(2), undefined);
});

Deno.test("LossRule.correct judges an example as Keras's accuracy does", () => {
  const sparse = sparseCategoricalCrossentropy()[rule];
  assert(sparse.correct([0.1, 0.7, 0.2], [1]));
  assert(!sparse.correct([0.1, 0.7, 0.2], [2]));
  assert(sparse.correct([0.5, 0.5], [0]), "the first of equal scores counts");
  assert(categoricalCrossentropy()[rule].correct([0.1, 0.9], [0, 1]));
  for (const { [rule]: lossRule } of [binaryCrossentropy(), meanSquaredError()]) {
    assert(lossRule.correct([0.51], [1]) && lossRule.correct([0.5], [0]));
    assert(!lossRule.correct([0.49], [1]));
    assert(lossRule.correct([0.2, 0.3], [0, 1]) && !lossRule.correct([0.2, 0.3], [1, 0]));
  }
  // Keras's BinaryAccuracy takes a probability of exactly 0.5, which is the logit 0, for 0.
  const { correct } = binaryCrossentropy({ fromLogits: true })[rule];
  assert(correct([0], [0]) && !correct([0], [1]));
  assert(correct([0.25], [1]) && !correct([0.25], [0]));
});
