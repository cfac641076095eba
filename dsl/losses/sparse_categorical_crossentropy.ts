import type { Loss, LossRule } from "../step.ts";
import { define } from "../definition.ts";
import { rightClass } from "./accuracy.ts";

/**
 * −log p[class]: cross-entropy where the target is the number of the class. The last layer gives
 * one score a class; a softmax's logarithm is computed from what went into it, otherwise
 * log(max(p, 1e-7)), as Keras does.
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
