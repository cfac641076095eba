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

/** The type rule of `toRgb`. */
export interface ToRgbRule extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? number extends C ? ImageSpec<H, W, 3, N>
    : C extends 1 | 2 | 3 | 4 ? ImageSpec<H, W, 3, N>
    : `toRgb needs 1 to 4 channels, but the step before gives ${ShowShape<[H, W, C]>}`
    : NeedsImage<"toRgb", this["in"]>;
}

/**
 * Converts an image of any kind to red, green and blue, for networks that were trained on colour
 * photographs: [h, w, 1 to 4] → [h, w, 3]. Grey is repeated three times, colour is kept. Where there
 * is alpha (2 channels are grey and alpha, 4 are RGB and alpha), the image is laid over the
 * background: colour·alpha/255 + background·(1 − alpha/255). Pixels count from 0 to 255, as `image`
 * gives them, so alpha is to be resolved before `normalize`.
 *
 * @throws {UserError} If the background is not three numbers from 0 to 255.
 *
 * @example
 * ```ts
 * import { inferShapes, input, load, pipeline, toRgb } from "../mod.ts";
 * console.assert(inferShapes(pipeline(load("mnist"), toRgb()))[1]?.shape.join("x") === "28x28x3");
 *
 * const overBlack = pipeline(input(8, 8, 4), toRgb({ background: [0, 0, 0] }));
 * console.assert(inferShapes(overBlack)[1]?.shape.join("x") === "8x8x3");
 * ```
 */
export function toRgb(options: BackgroundOptions = {}): Step<ToRgbRule> {
  return toRgb.definition.create({ ...options });
}

/** @internal */
toRgb.definition = defineStep("toRgb", { background: backgroundField }, ({ background }) => ({
  needsPixels,
  outputSpec(input) {
    const [height, width, channels] = needImage("toRgb", input);
    if (channels < 1 || channels > 4) {
      throw new UserError(
        `toRgb needs 1 to 4 channels, but the step before gives ${showShape(input.shape)}`,
      );
    }
    return { shape: [height, width, 3], classes: input.classes };
  },
  forward: (x, { ops }) => overBackground(x, background, ops),
}));
