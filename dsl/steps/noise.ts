import { flag, number, withDefault } from "../fields.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keep, type KeepRule } from "./keep.ts";
import type { Named } from "./named.ts";

/** The options of `noise`. */
export interface NoiseOptions extends Named {
  /** Whether noise is added outside training too, to see its effect on a trained network; false. */
  readonly always?: boolean;
}

/**
 * Adds normal noise with mean 0 to every number of the input, drawn again in every run from its seed:
 * during training only, as Keras's `GaussianNoise` does, or always. The shape is kept.
 *
 * @param standardDeviation In the units of the input: pixels are 0 to 255 before normalize() and
 * 0 to 1 after it.
 * @throws {UserError} If the standard deviation is below 0.
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

/** @internal */
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
