import type { Loss, LossRule } from "../training.ts";
import { define } from "../definition.ts";
import { rightOutput } from "./accuracy.ts";

/**
 * Categorical cross-entropy: −Σ t·log p over the classes, where the target t is a distribution over
 * the classes (usually one-hot) and the last layer gives one score p per class. The logarithm is
 * computed as in {@link sparseCategoricalCrossentropy}.
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

/** @internal */
categoricalCrossentropy.definition = define("categoricalCrossentropy", {}, (): LossRule => ({
  target: (output) => output,
  scores: (classes) => classes,
  perExample(ops, predictions, targets) {
    const logs = ops.mul(targets, ops.logProbabilities(predictions));
    return ops.sub(ops.constant(0), ops.sum(logs, [1]));
  },
  correct: rightOutput,
}));
