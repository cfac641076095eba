import { UserError } from "../errors.ts";
import { flag, number, wholeNumber, withDefault } from "../fields.ts";
import { scaleAndOffset, scaledAndOffset, standardized } from "../normalization.ts";
import { sizeOf } from "../shape.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { rescale, type RescaleRule } from "./keep.ts";
import type { NormOptions } from "./layerNorm.ts";

/**
 * Group normalisation (Wu and He, 2018; Keras's `GroupNormalization`): γ·(x − μ)/√(σ² + ε) + β with
 * mean and variance over each group of channels of one example, over all its pixels. It needs no large
 * batch, as batch norm does. The shape is kept. There are two weights per channel.
 *
 * @param groups How many groups; the number of channels must be a multiple of it.
 * @throws {UserError} If an option is out of its bounds.
 *
 * @example
 * ```ts
 * import { groupNorm, input, pipeline, summaryRows } from "../mod.ts";
 * console.assert(summaryRows(pipeline(input(8, 8, 64), groupNorm(8)))[0]?.parameters === 128);
 * ```
 */
export function groupNorm(
  groups: number,
  options: NormOptions = {},
): Step<RescaleRule<"groupNorm">> {
  return groupNorm.definition.create({ groups, ...options });
}

const keeps = rescale("groupNorm");

/** @internal */
groupNorm.definition = defineStep("groupNorm", {
  groups: wholeNumber(),
  epsilon: withDefault(number({ above: 0 }), 1e-3),
  scale: withDefault(flag, true),
  center: withDefault(flag, true),
}, ({ groups, epsilon, scale, center }) => ({
  layer: "GroupNormalization",
  window: "everything",
  outputSpec(input) {
    const output = keeps(input);
    const channels = input.shape.at(-1) ?? NaN;
    if (channels % groups === 0 || Number.isNaN(channels)) return output;
    throw new UserError(
      `groupNorm: ${channels} channels cannot be divided into ${groups} groups of the same size; ` +
        `use a number of groups that divides ${channels}`,
    );
  },
  weights: ({ shape }) => scaleAndOffset(shape.at(-1) ?? NaN, scale, center),
  forward(x, { ops, weights }) {
    const [batch = 1, ...rest] = x.shape;
    const channels = rest.at(-1) ?? 1;
    const pixels = sizeOf(rest) / channels;
    const grouped = ops.reshape(x, [batch, pixels, groups, channels / groups]);
    const standard = standardized(ops, grouped, [1, 3], epsilon);
    return scaledAndOffset(ops, ops.reshape(standard, x.shape), weights);
  },
}));
