import type { Ops, Value } from "../ops.ts";
import type { Loss, LossRule } from "../training.ts";
import { define } from "../definition.ts";
import { rightOutput } from "./accuracy.ts";
import {
  type CrossentropyOptions,
  type FromLogits,
  fromLogitsField,
  probabilityTargets,
} from "./from_logits.ts";

/** Keras's epsilon, which keeps the logarithms finite. */
const EPSILON = 1e-7;

/**
 * Binary cross-entropy: −(t·log p + (1 − t)·log(1 − p)), averaged over the outputs of an example,
 * for outputs p between 0 and 1 (sigmoid) and targets t of the same shape. As in Keras, p is clipped
 * to [1e-7, 1 − 1e-7].
 *
 * With `fromLogits` the outputs are x with p = sigmoid(x), and the loss is
 * max(x, 0) − x·t + log(1 + e^−|x|), which needs no clipping.
 *
 * The accuracy is that of Keras's `BinaryAccuracy`: p above 0.5 means 1, and p = 0.5 means 0. With
 * `fromLogits` this is `BinaryAccuracy(threshold=0)` of x, because p is above 0.5 where x is above 0;
 * Keras's metric "accuracy" compares x itself with 0.5, and takes an x of 0.25 (p = 0.56) for 0.
 *
 * @example
 * ```ts
 * import { binaryCrossentropy } from "../mod.ts";
 * console.assert(binaryCrossentropy().kind === "binaryCrossentropy");
 * ```
 */
export function binaryCrossentropy<const L extends boolean = false>(
  options: CrossentropyOptions<L> = {},
): Loss<FromLogits<L, "logits", "probabilities", "anything">> {
  return binaryCrossentropy.definition.create({ ...options });
}

/** @internal */
binaryCrossentropy.definition = define(
  "binaryCrossentropy",
  fromLogitsField,
  ({ fromLogits }): LossRule => ({
    target: (output) => output,
    scores: () => undefined,
    needs: { numbers: fromLogits ? "logits" : "probabilities", activation: "sigmoid" },
    targets: () => probabilityTargets,
    perExample(ops, predictions, targets) {
      const axes = predictions.shape.slice(1).map((_, axis) => axis + 1);
      return ops.mean((fromLogits ? ofLogits : ofProbabilities)(ops, predictions, targets), axes);
    },
    correct: rightOutput(fromLogits ? 0 : 0.5),
  }),
);

function ofProbabilities(ops: Ops, predictions: Value, targets: Value): Value {
  const one = ops.constant(1);
  const clipped = ops.minimum(
    ops.maximum(predictions, ops.constant(EPSILON)),
    ops.constant(1 - EPSILON),
  );
  const yes = ops.mul(targets, ops.log(clipped));
  const no = ops.mul(ops.sub(one, targets), ops.log(ops.sub(one, clipped)));
  return ops.sub(ops.constant(0), ops.add(yes, no));
}

function ofLogits(ops: Ops, x: Value, targets: Value): Value {
  const positive = ops.relu(x);
  // −|x| written with relu, so that the gradient at x = 0 is that of the formula, 0.5 − t.
  const size = ops.sub(x, ops.add(positive, positive));
  const tail = ops.log(ops.add(ops.constant(1), ops.exp(size)));
  return ops.add(ops.sub(positive, ops.mul(x, targets)), tail);
}
