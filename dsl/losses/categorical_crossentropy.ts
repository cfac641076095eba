import type { Loss, LossRule } from "../training.ts";
import { define } from "../definition.ts";
import { rightOutput } from "./accuracy.ts";
import {
  type CrossentropyOptions,
  type FromLogits,
  fromLogitsField,
  probabilityTargets,
} from "./from_logits.ts";

/**
 * Categorical cross-entropy: −Σ t·log p over the classes, where the target t is a distribution over
 * the classes (usually one-hot) and the last layer gives one probability p per class. The logarithm
 * and `fromLogits` are as in {@link sparseCategoricalCrossentropy}; here Keras divides first on every
 * backend.
 *
 * @example
 * ```ts
 * import { categoricalCrossentropy } from "../mod.ts";
 * console.assert(categoricalCrossentropy().kind === "categoricalCrossentropy");
 * ```
 */
export function categoricalCrossentropy<const L extends boolean = false>(
  options: CrossentropyOptions<L> = {},
): Loss<
  FromLogits<L, "one logit per class", "one probability per class", "one score per class">
> {
  return categoricalCrossentropy.definition.create({ ...options });
}

/** @internal */
categoricalCrossentropy.definition = define(
  "categoricalCrossentropy",
  fromLogitsField,
  ({ fromLogits }): LossRule => ({
    target: (output) => output,
    scores: (classes) => classes,
    needs: { numbers: fromLogits ? "logits" : "probabilities", activation: "softmax" },
    targets: () => probabilityTargets,
    perExample(ops, predictions, targets) {
      const probabilities = fromLogits ? ops.softmax(predictions) : predictions;
      const logs = ops.mul(targets, ops.logProbabilities(probabilities));
      return ops.sub(ops.constant(0), ops.sum(logs, [1]));
    },
    correct: rightOutput(),
  }),
);
