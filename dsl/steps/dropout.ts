import { number } from "../fields.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { pass, type PassRule } from "./keep.ts";
import type { Named } from "./named.ts";

/**
 * Dropout (Srivastava et al., 2014), inverted as in Keras: during training, each number becomes 0 with
 * probability `rate`, and the others are divided by 1 − rate, which keeps the expected value. Outside
 * training, numbers pass unchanged. The shape is kept.
 *
 * @throws {UserError} If `rate` is not a number from 0 to below 1.
 *
 * @example
 * ```ts
 * import { dense, dropout, flatten, load, pipeline } from "../mod.ts";
 * pipeline(load("mnist"), flatten(), dropout(0.2), dense(10, "softmax"));
 * ```
 */
export function dropout(rate: number, options: Named = {}): Step<PassRule<"dropout">> {
  return dropout.definition.create({ rate, ...options });
}

/** @internal */
dropout.definition = defineStep("dropout", { rate: number({ from: 0, below: 1 }) }, ({ rate }) => ({
  layer: "Dropout",
  outputSpec: pass("dropout"),
  forward(x, { ops, training }) {
    if (!training || rate === 0) return x;
    const kept = ops.greater(ops.random(x.shape, "uniform"), ops.constant(rate));
    return ops.mul(x, ops.mul(kept, ops.constant(1 / (1 - rate))));
  },
}));
