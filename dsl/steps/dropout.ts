import { number } from "../fields.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keep, type KeepRule } from "./keep.ts";
import type { Named } from "./named.ts";

/**
 * Dropout (Srivastava et al., 2014), inverted as in Keras: while training, each number becomes 0
 * with this probability, and the others are divided by 1 − rate so that the mean stays; otherwise
 * nothing happens. The shape stays.
 *
 * @example
 * ```ts
 * import { dense, dropout, flatten, load, pipeline } from "../mod.ts";
 * pipeline(load("mnist"), flatten(), dropout(0.2), dense(10, "softmax"));
 * ```
 */
export function dropout(rate: number, options: Named = {}): Step<KeepRule<"dropout">> {
  return dropout.definition.create({ rate, ...options });
}

dropout.definition = defineStep("dropout", { rate: number({ from: 0, below: 1 }) }, ({ rate }) => ({
  layer: "Dropout",
  outputSpec: keep("dropout"),
  forward(x, { ops, training }) {
    if (!training || rate === 0) return x;
    const kept = ops.greater(ops.random(x.shape, "uniform"), ops.constant(rate));
    return ops.mul(x, ops.mul(kept, ops.constant(1 / (1 - rate))));
  },
}));
