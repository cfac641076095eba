import type { Loss, LossRule } from "../training.ts";
import { define } from "../definition.ts";
import { rightClass } from "./accuracy.ts";
import {
  classTargets,
  type CrossentropyOptions,
  type FromLogits,
  fromLogitsField,
} from "./from_logits.ts";

/**
 * Sparse categorical cross-entropy: −log p[class], where the target is the number of the class, from
 * 0, and the last layer gives one probability p per class. As in Keras, the logarithm of a softmax is
 * computed from the softmax's input. Other scores are divided by their sum, then clipped to
 * [1e-7, 1 − 1e-7], as Keras 3 does on JAX and PyTorch. On TensorFlow Keras clips first and divides
 * then, which is the same where scores are probabilities, and differs where they are not: scores
 * [2, 6, 0] of class 1 have the loss −log(6/8) = 0.288 here and −log(1/2) = 0.693 there. With
 * `fromLogits` the loss applies the softmax itself.
 *
 * @example
 * ```ts
 * import { sparseCategoricalCrossentropy } from "../mod.ts";
 * console.assert(sparseCategoricalCrossentropy().kind === "sparseCategoricalCrossentropy");
 * ```
 */
export function sparseCategoricalCrossentropy<const L extends boolean = false>(
  options: CrossentropyOptions<L> = {},
): Loss<
  FromLogits<L, "one logit per class", "one probability per class", "one score per class">
> {
  return sparseCategoricalCrossentropy.definition.create({ ...options });
}

/** @internal */
sparseCategoricalCrossentropy.definition = define(
  "sparseCategoricalCrossentropy",
  fromLogitsField,
  ({ fromLogits }): LossRule => ({
    target: () => [],
    scores: (classes) => classes,
    needs: { numbers: fromLogits ? "logits" : "probabilities", activation: "softmax" },
    targets: (output) => classTargets(output.at(-1) ?? 0),
    perExample(ops, predictions, targets) {
      const chosen = ops.oneHot(targets, predictions.shape.at(-1) ?? 0);
      const probabilities = fromLogits ? ops.softmax(predictions) : predictions;
      const logs = ops.mul(chosen, ops.logProbabilities(probabilities));
      return ops.sub(ops.constant(0), ops.sum(logs, [1]));
    },
    correct: rightClass,
  }),
);
