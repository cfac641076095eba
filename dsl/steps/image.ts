import { optional, text, wholeNumber } from "../fields.ts";
import { type ImageSpec, needFirst, type NotFirst } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

interface ImageRule<H extends number, W extends number, C extends number> extends TypeRule {
  readonly out: this["in"] extends { readonly shape: readonly [] } ? ImageSpec<H, W, C, 0>
    : NotFirst<"image">;
}

/** The size of an image where the program knows it; the machine checks it when it reads the file. */
export interface ImageOptions<H extends number, W extends number, C extends number> extends Named {
  readonly height?: H;
  readonly width?: W;
  readonly channels?: C;
}

/**
 * One image from a file (PNG or JPEG) with its real number of channels, pixels 0 to 255. A size
 * that isn't said is not known before the file is read: the compiler sees `number`, and at run time
 * it is NaN ("?" in print) until the machine calls `inferShapes` again with what it has read.
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
