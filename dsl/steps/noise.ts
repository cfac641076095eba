import { flag, number, withDefault } from "../fields.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keep, type KeepRule } from "./keep.ts";
import type { Named } from "./named.ts";

/** When noise is added. */
export interface NoiseOptions extends Named {
  /** Also outside training, to see what noise does to a trained network; false. */
  readonly always?: boolean;
}

/**
 * Adds normal noise of mean 0, one number a pixel and channel, drawn anew at every run from the
 * run's seed: while training only, as Keras's `GaussianNoise`, or always. The standard deviation is
 * in the units of what flows in: 0…255 before normalize(), 0…1 after it. The shape stays.
 *
 * @example
 * ```ts
 * import { input, laplacian, filter, noise, pipeline } from "../mod.ts";
 * pipeline(input(109, 120, 1), noise(5, { always: true }), filter(laplacian()));
 * ```
 */
export function noise(
  standardDeviation: number,
  options: NoiseOptions = {},
): Step<KeepRule<"noise">> {
  return noise.definition.create({ standardDeviation, ...options });
}

noise.definition = defineStep("noise", {
  standardDeviation: number({ from: 0 }),
  always: withDefault(flag, false),
}, ({ standardDeviation, always }) => ({
  outputSpec: keep("noise"),
  forward(x, { ops, training }) {
    if (standardDeviation === 0 || !(training || always)) return x;
    const drawn = ops.random(x.shape, "normal");
    return ops.add(x, ops.mul(drawn, ops.constant(standardDeviation)));
  },
}));
