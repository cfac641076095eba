import type { Loss, LossRule } from "../training.ts";
import { define } from "../definition.ts";
import { rightClass } from "./accuracy.ts";

/**
 * Sparse categorical cross-entropy: −log p[class], where the target is the number of the class, from
 * 0, and the last layer gives one score p per class. As in Keras, the logarithm of a softmax is
 * computed from the softmax's input; without a softmax it is log(max(p, 1e-7)).
 *
 * @example
 * ```ts
 * import { sparseCategoricalCrossentropy } from "../mod.ts";
 * console.assert(sparseCategoricalCrossentropy().kind === "sparseCategoricalCrossentropy");
 * ```
 */
export function sparseCategoricalCrossentropy(): Loss<"one score per class"> {
  return sparseCategoricalCrossentropy.definition.create({});
}

/** @internal */
sparseCategoricalCrossentropy.definition = define(
  "sparseCategoricalCrossentropy",
  {},
  (): LossRule => ({
    target: () => [],
    scores: (classes) => classes,
    perExample(ops, predictions, targets) {
      const chosen = ops.oneHot(targets, predictions.shape.at(-1) ?? 0);
      const logs = ops.mul(chosen, ops.logProbabilities(predictions));
      return ops.sub(ops.constant(0), ops.sum(logs, [1]));
    },
    correct: rightClass,
  }),
);
