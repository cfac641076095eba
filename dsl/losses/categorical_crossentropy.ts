import type { Loss, LossRule } from "../step.ts";
import { define } from "../definition.ts";
import { rightOutput } from "./accuracy.ts";

/**
 * −Σ t·log p: cross-entropy where the target is a distribution over the classes (usually one-hot).
 * Logarithms as in {@link sparseCategoricalCrossentropy}.
 *
 * @example
 * ```ts
 * import { categoricalCrossentropy } from "../mod.ts";
 * console.assert(categoricalCrossentropy().kind === "categoricalCrossentropy");
 * ```
 */
export function categoricalCrossentropy(): Loss<"one score per class"> {
  return categoricalCrossentropy.definition.create({});
}

categoricalCrossentropy.definition = define("categoricalCrossentropy", {}, (): LossRule => ({
  target: (output) => output,
  scores: (classes) => classes,
  perExample(ops, predictions, targets) {
    const logs = ops.mul(targets, ops.logProbabilities(predictions));
    return ops.sub(ops.constant(0), ops.sum(logs, [1]));
  },
  correct: rightOutput,
}));
