import { optional, text, wholeNumber } from "../fields.ts";
import { type ImageSpec, needFirst, type NotFirst } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `image`. */
export interface ImageRule<H extends number, W extends number, C extends number> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? ImageSpec<H, W, C, 0>
    : NotFirst<"image">;
}

/** The size of an image, if it is known beforehand; it is checked when the file is read. */
export interface ImageOptions<H extends number, W extends number, C extends number> extends Named {
  /** The height in pixels. */
  readonly height?: H;
  /** The width in pixels. */
  readonly width?: W;
  /** The number of channels. */
  readonly channels?: C;
}

/**
 * A source: one image from a PNG or JPEG file, [h, w, c] with the file's own number of channels and
 * pixels from 0 to 255. A size that is not given is not known before the file is read: for the
 * compiler it is `number`, and at run time NaN (printed as "?"), until `inferShapes` is called again
 * with the size of the image that was read.
 *
 * @param file The path of the file.
 * @throws {UserError} If the path is empty, or if a size is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import { inferShapes, image, pipeline, pool } from "../mod.ts";
 *
 * const p = pipeline(image("david.png"), pool(2));
 * console.assert(Number.isNaN(inferShapes(p)[1]?.shape[0]));
 * console.assert(inferShapes(p, { shape: [109, 120, 2], classes: 0 })[1]?.shape.join("x") === "54x60x2");
 * ```
 */
export function image<
  const H extends number = number,
  const W extends number = number,
  const C extends number = number,
>(file: string, options: ImageOptions<H, W, C> = {}): Step<ImageRule<H, W, C>> {
  return image.definition.create({ file, ...options });
}

/** @internal */
image.definition = defineStep("image", {
  file: text(),
  height: optional(wholeNumber()),
  width: optional(wholeNumber()),
  channels: optional(wholeNumber()),
}, ({ file, height = NaN, width = NaN, channels = NaN }) => ({
  source: { image: file },
  outputSpec(input) {
    needFirst("image", input);
    return { shape: [height, width, channels], classes: 0 };
  },
}));
