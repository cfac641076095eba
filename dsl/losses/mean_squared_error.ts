import type { Loss, LossRule } from "../training.ts";
import { define } from "../definition.ts";
import { rightOutput } from "./accuracy.ts";

/**
 * Mean squared error: the mean of (prediction − target)² over all outputs of an example. The output
 * may be a vector or an image; the target has its shape.
 *
 * @example
 * ```ts
 * import { meanSquaredError } from "../mod.ts";
 * console.assert(meanSquaredError().kind === "meanSquaredError");
 * ```
 */
export function meanSquaredError(): Loss<"anything"> {
  return meanSquaredError.definition.create({});
}

/** @internal */
meanSquaredError.definition = define("meanSquaredError", {}, (): LossRule => ({
  target: (output) => output,
  scores: () => undefined,
  perExample(ops, predictions, targets) {
    const off = ops.sub(predictions, targets);
    return ops.mean(ops.mul(off, off), predictions.shape.slice(1).map((_, axis) => axis + 1));
  },
  correct: rightOutput(),
}));
