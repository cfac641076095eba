import { wholeNumber } from "../fields.ts";
import { permutation } from "../generator.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keepImage, type KeepImageRule } from "./keep.ts";
import type { Named } from "./named.ts";

/**
 * Reorders the pixels of every image by one random permutation of the h·w places, which is drawn from
 * the seed and the same for all images. The channels of a pixel stay together, and the shape is kept.
 * No information is lost, so a dense layer learns as well as before, but pixels are no longer beside
 * their neighbours, on which a convolution relies.
 *
 * @throws {UserError} If `seed` is not a whole number of at least 0.
 *
 * @example
 * ```ts
 * import { dense, flatten, load, normalize, permutePixels, pipeline } from "../mod.ts";
 * pipeline(load("mnist"), normalize(), permutePixels(1), flatten(), dense(10, "softmax"));
 * ```
 */
export function permutePixels(
  seed: number,
  options: Named = {},
): Step<KeepImageRule<"permutePixels">> {
  return permutePixels.definition.create({ seed, ...options });
}

/** @internal */
permutePixels.definition = defineStep("permutePixels", { seed: wholeNumber(0) }, ({ seed }) => ({
  outputSpec: keepImage("permutePixels"),
  // The pixel at a place may come from anywhere in the image.
  window: "everything",
  forward(x, { ops }) {
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const numbers = permutation(height * width, seed).flatMap((place) =>
      Array.from({ length: channels }, (_, channel) => place * channels + channel)
    );
    return ops.reshape(ops.gather(ops.reshape(x, [batch, numbers.length]), numbers), x.shape);
  },
}));
