import type { Multiply } from "../arith.ts";
import {
  activationOf,
  type ImageSpec,
  needInput,
  type NeedsInput,
  type ShapeOf,
  sizeOf,
  type VectorSpec,
  type WithActivation,
} from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `flatten`. */
export interface FlattenRule extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? WithActivation<VectorSpec<Multiply<Multiply<H, W>, C>, N>, this["in"]>
    : ShapeOf<this["in"]> extends readonly [] ? NeedsInput<"flatten">
    : this["in"];
}

/**
 * Turns an image into one vector, row by row and pixel by pixel, with the channels of a pixel
 * together: [h, w, c] → [h·w·c]. A vector passes unchanged.
 *
 * @example
 * ```ts
 * import { flatten, inferShapes, load, pipeline } from "../mod.ts";
 * console.assert(inferShapes(pipeline(load("mnist"), flatten()))[1]?.shape.join() === "784");
 * ```
 */
export function flatten(options: Named = {}): Step<FlattenRule> {
  return flatten.definition.create({ ...options });
}

/** @internal */
flatten.definition = defineStep("flatten", {}, () => ({
  layer: "Flatten",
  outputSpec(input) {
    needInput("flatten", input);
    if (input.shape.length === 1) return input;
    return { shape: [sizeOf(input.shape)], classes: input.classes, ...activationOf(input) };
  },
  forward(x, { ops }) {
    const [batch = 1, ...shape] = x.shape;
    return ops.reshape(x, [batch, sizeOf(shape)]);
  },
}));
