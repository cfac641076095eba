import { assertEquals, assertRejects } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import { frozenFeatures } from "../../core/transfer/frozen_features.ts";
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

Deno.test("frozenFeatures() computes each example once, and reads it from the cache later", () =>
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

Deno.test("frozenFeatures() refuses a pipeline without a frozen step", async () => {
  const settings = { engine, weights: () => Promise.resolve({}) };
  const error = await assertRejects(
    () => frozenFeatures(pipeline(input(2), dense(1), training), x, settings),
    UserError,
  );
  assertEquals(
    error.message,
    "Cannot compute features: expected a frozen step before those that learn, found none. Add " +
      "one, such as pretrained(…).",
  );
});
