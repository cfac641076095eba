import { UserError } from "../errors.ts";
import { type ImageSpec, needImage, type NeedsImage, type ShowShape, showShape } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `toRgb`. */
export interface ToRgbRule extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? number extends C ? ImageSpec<H, W, 3, N>
    : C extends 1 ? ImageSpec<H, W, 3, N>
    : `toRgb needs 1 channel, but the step before gives ${ShowShape<[H, W, C]>}`
    : NeedsImage<"toRgb", this["in"]>;
}

/**
 * Converts grey to colour by repeating the one channel three times, for networks that were trained on
 * colour photographs: [h, w, 1] → [h, w, 3].
 *
 * @example
 * ```ts
 * import { inferShapes, load, pipeline, toRgb } from "../mod.ts";
 * console.assert(inferShapes(pipeline(load("mnist"), toRgb()))[1]?.shape.join("x") === "28x28x3");
 * ```
 */
export function toRgb(options: Named = {}): Step<ToRgbRule> {
  return toRgb.definition.create({ ...options });
}

/** @internal */
toRgb.definition = defineStep("toRgb", {}, () => ({
  outputSpec(input) {
    const [height, width, channels] = needImage("toRgb", input);
    if (channels < 1 || channels > 1) {
      throw new UserError(
        `toRgb needs 1 channel, but the step before gives ${showShape(input.shape)}`,
      );
    }
    return { shape: [height, width, 3], classes: input.classes };
  },
  forward: (x, { ops }) => ops.concat([x, x, x], 3),
}));
