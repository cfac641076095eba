import { UserError } from "../errors.ts";
import { type ImageSpec, needImage, type NeedsImage, type ShowShape, showShape } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import {
  backgroundField,
  type BackgroundOptions,
  needsPixels,
  overBackground,
} from "./background.ts";

/** The type rule of `grayscale`. */
export interface GrayscaleRule extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? number extends C ? ImageSpec<H, W, 1, N>
    : C extends 1 | 2 | 3 | 4 ? ImageSpec<H, W, 1, N>
    : `grayscale needs 1 to 4 channels, but the step before gives ${ShowShape<[H, W, C]>}`
    : NeedsImage<"grayscale", this["in"]>;
}

/** How bright red, green and blue appear: recommendation ITU-R BT.601, section 2.5.1. */
const LUMA = [0.299, 0.587, 0.114];

/**
 * Converts an image of any kind to grey: [h, w, 1 to 4] → [h, w, 1]. Colour becomes 0.299 R + 0.587 G
 * + 0.114 B (ITU-R BT.601), grey is kept. Where there is alpha (2 channels are grey and alpha, 4 are
 * RGB and alpha), the image is laid over the background first: colour·alpha/255 + background·(1 −
 * alpha/255). Pixels then count from 0 to 255, as `image` gives them, so alpha is to be resolved
 * before `normalize`.
 *
 * @throws {UserError} If the background is not three numbers from 0 to 255.
 *
 * @example
 * ```ts
 * import { inferShapes, grayscale, input, pipeline } from "../mod.ts";
 * console.assert(inferShapes(pipeline(input(8, 8, 3), grayscale()))[1]?.shape.join("x") === "8x8x1");
 * ```
 */
export function grayscale(options: BackgroundOptions = {}): Step<GrayscaleRule> {
  return grayscale.definition.create({ ...options });
}

/** @internal */
grayscale.definition = defineStep(
  "grayscale",
  { background: backgroundField },
  ({ background }) => ({
    needsPixels,
    outputSpec(input) {
      const [height, width, channels] = needImage("grayscale", input);
      if (channels < 1 || channels > 4) {
        throw new UserError(
          `grayscale needs 1 to 4 channels, but the step before gives ${showShape(input.shape)}`,
        );
      }
      return { shape: [height, width, 1], classes: input.classes };
    },
    forward(x, { ops }) {
      if (x.shape[3] === 1) return x;
      const rgb = overBackground(x, background, ops);
      return ops.sum(ops.mul(rgb, ops.constant(LUMA, [3])), [3], true);
    },
  }),
);
