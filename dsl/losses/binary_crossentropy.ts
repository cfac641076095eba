import type { Loss, LossRule } from "../training.ts";
import { define } from "../definition.ts";
import { rightOutput } from "./accuracy.ts";

/** Keras's epsilon, which keeps the logarithms finite. */
const EPSILON = 1e-7;

/**
 * Binary cross-entropy: −(t·log p + (1 − t)·log(1 − p)), averaged over the outputs of an example,
 * for outputs p between 0 and 1 (sigmoid) and targets t of the same shape. As in Keras, p is clipped
 * to [1e-7, 1 − 1e-7].
 *
 * @example
 * ```ts
 * import { binaryCrossentropy } from "../mod.ts";
 * console.assert(binaryCrossentropy().kind === "binaryCrossentropy");
 * ```
 */
export function binaryCrossentropy(): Loss<"anything"> {
  return binaryCrossentropy.definition.create({});
}

/** @internal */
binaryCrossentropy.definition = define("binaryCrossentropy", {}, (): LossRule => ({
  target: (output) => output,
  scores: () => undefined,
  perExample(ops, predictions, targets) {
    const one = ops.constant(1);
    const clipped = ops.minimum(
      ops.maximum(predictions, ops.constant(EPSILON)),
      ops.constant(1 - EPSILON),
    );
    const yes = ops.mul(targets, ops.log(clipped));
    const no = ops.mul(ops.sub(one, targets), ops.log(ops.sub(one, clipped)));
    const axes = predictions.shape.slice(1).map((_, axis) => axis + 1);
    return ops.sub(ops.constant(0), ops.mean(ops.add(yes, no), axes));
  },
  correct: rightOutput,
}));
