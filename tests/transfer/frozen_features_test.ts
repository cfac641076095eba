import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import { frozenFeatures } from "../../core/transfer/frozen_features.ts";
import { nearest } from "../../core/lab/tensors/nearest.ts";
import { agreement, answers, rows, stack } from "../../core/lab/tensors/rows.ts";
import { UserError } from "../../dsl/errors.ts";
import { dense, frozen, input, meanSquaredError, pipeline, train } from "../../dsl/mod.ts";
import { withFolder } from "../data/server.ts";

const engine = await openEngine("loops");
const training = train({ epochs: 1, loss: meanSquaredError() });
const x = { shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 1, 2]) };
/** One unit: 2·x₁ + x₂ + 1. */
const weights = (path: string) => ({
  [`${path}/kernel`]: { shape: [2, 1], data: new Float32Array([2, 1]) },
  [`${path}/bias`]: { shape: [1], data: new Float32Array([1]) },
});

Deno.test("frozenFeatures() computes each example once, and reads it the second time", () =>
  withFolder(async (cacheDir) => {
    const whole = pipeline(input(2), frozen([dense(1, { name: "known" })]), dense(1), training);
    const settings = { engine, cacheDir, weights: () => Promise.resolve(weights("known")) };
    for (const computed of [2, 0]) {
      const made = await frozenFeatures(whole, x, settings);
      // 2·1 + 2 + 1 = 5 and 2·3 + 4 + 1 = 11; the third example is the first again.
      assertEquals([...made.features.data], [5, 11, 5]);
      assertEquals(made.computed, computed);
      assertEquals(made.head.steps.map(({ kind }) => kind), ["input", "dense", "train"]);
    }
  }));

Deno.test("frozenFeatures() says that no step is frozen", async () => {
  const settings = { engine, weights: () => Promise.resolve({}) };
  const error = await assertRejects(
    () => frozenFeatures(pipeline(input(2), dense(1), training), x, settings),
    UserError,
  );
  assertEquals(
    error.message,
    "Cannot compute features: expected a frozen step before those that learn, such as " +
      "pretrained(…), found none.",
  );
});

Deno.test("rows() takes examples, stack() puts them together again", () => {
  const [first, others] = [rows(x, 0, 1), rows(x, 1, 3)];
  assertEquals([first.shape, [...first.data]], [[1, 2], [1, 2]]);
  assertEquals([others.shape, [...others.data]], [[2, 2], [3, 4, 1, 2]]);
  assertEquals(stack([first, first]), { shape: [2, 1, 2], data: new Float32Array([1, 2, 1, 2]) });
  assertThrows(() => stack([first, others]), RangeError);
  assertThrows(() => stack([]), RangeError);
});

Deno.test("answers() names the largest of each row, agreement() how often two lists are alike", () => {
  const scores = { shape: [2, 3], data: new Float32Array([0.1, 0.2, 0.7, 0.5, 0.4, 0.1]) };
  assertEquals(answers(scores), [2, 0]);
  assertEquals(agreement([2, 0, 1, 1], [2, 1, 1, 1]), 0.75);
});

Deno.test("nearest() goes by direction, not by length", () => {
  const among = { shape: [3, 2], data: new Float32Array([1, 0, 0, 1, 3, 4]) };
  const [one, two] = nearest({ shape: [2, 2], data: new Float32Array([30, 40, 0, 0.1]) }, among);
  assertEquals([one?.row, two?.row], [2, 1]);
  assertAlmostEquals(one?.cosine ?? NaN, 1, 1e-6);
  assertThrows(() => nearest(among, { shape: [1, 3], data: new Float32Array(3) }), RangeError);
});
