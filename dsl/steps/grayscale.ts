import { UserError } from "../errors.ts";
import { type ImageSpec, needImage, type NeedsImage, type ShowShape, showShape } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `grayscale`. */
export interface GrayscaleRule extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? number extends C ? ImageSpec<H, W, 1, N>
    : C extends 3 ? ImageSpec<H, W, 1, N>
    : `grayscale needs 3 channels (red, green, blue), but the step before gives ${ShowShape<
      [H, W, C]
    >}`
    : NeedsImage<"grayscale", this["in"]>;
}

/** How bright red, green and blue appear: recommendation ITU-R BT.601, section 2.5.1. */
const LUMA = [0.299, 0.587, 0.114];

/**
 * Converts colour to grey: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). [h, w, 3] → [h, w, 1].
 *
 * @example
 * ```ts
 * import { inferShapes, grayscale, input, pipeline } from "../mod.ts";
 * console.assert(inferShapes(pipeline(input(8, 8, 3), grayscale()))[1]?.shape.join("x") === "8x8x1");
 * ```
 */
export function grayscale(options: Named = {}): Step<GrayscaleRule> {
  return grayscale.definition.create({ ...options });
}

/** @internal */
grayscale.definition = defineStep("grayscale", {}, () => ({
  outputSpec(input) {
    const [height, width, channels] = needImage("grayscale", input);
    if (channels < 3 || channels > 3) {
      throw new UserError(
        `grayscale needs 3 channels (red, green, blue), but the step before gives ${
          showShape(input.shape)
        }`,
      );
    }
    return { shape: [height, width, 1], classes: input.classes };
  },
  forward: (x, { ops }) => ops.sum(ops.mul(x, ops.constant(LUMA, [3])), [3], true),
}));
