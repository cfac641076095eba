import { flag, number, withDefault } from "../fields.ts";
import { normalized, scaleAndOffset } from "../normalization.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { rescale, type RescaleRule } from "./keep.ts";
import type { Named } from "./named.ts";

/** The options of `layerNorm` and `groupNorm`; defaults as in Keras. */
export interface NormOptions extends Named {
  /** ε, which is added to the variance; 0.001. */
  readonly epsilon?: number;
  /** Whether to learn one factor γ (gamma) per channel; true. */
  readonly scale?: boolean;
  /** Whether to learn one offset β (beta) per channel; true. */
  readonly center?: boolean;
}

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016; Keras's `LayerNormalization`): γ·(x − μ)/√(σ² + ε)
 * + β with mean and variance over the channels of each pixel, or over a vector. Unlike batch norm it
 * does the same in training and afterwards, and examples do not depend on each other. The shape is
 * kept. There are two weights per channel.
 *
 * @throws {UserError} If an option is out of its bounds.
 *
 * @example
 * ```ts
 * import { input, layerNorm, pipeline, summaryRows } from "../mod.ts";
 * console.assert(summaryRows(pipeline(input(8, 8, 64), layerNorm()))[0]?.parameters === 128);
 * ```
 */
export function layerNorm(options: NormOptions = {}): Step<RescaleRule<"layerNorm">> {
  return layerNorm.definition.create({ ...options });
}

/** @internal */
layerNorm.definition = defineStep("layerNorm", {
  epsilon: withDefault(number({ above: 0 }), 1e-3),
  scale: withDefault(flag, true),
  center: withDefault(flag, true),
}, ({ epsilon, scale, center }) => ({
  layer: "LayerNormalization",
  outputSpec: rescale("layerNorm"),
  weights: ({ shape }) => scaleAndOffset(shape.at(-1) ?? NaN, scale, center),
  forward: (x, { ops, weights }) => normalized(ops, x, [x.shape.length - 1], epsilon, weights),
}));
