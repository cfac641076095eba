import { wholeNumber } from "../fields.ts";
import { permutation } from "../generator.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keepImage, type KeepImageRule } from "./keep.ts";
import type { Named } from "./named.ts";

/**
 * Puts the pixels of every image in another order: one random permutation of the h·w places, drawn
 * from the seed and the same for all images; the channels of a pixel stay together. Nothing is lost
 * (a dense layer learns as well as before), but neighbours are neighbours no more, which is what a
 * convolution builds on. The shape stays.
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

permutePixels.definition = defineStep("permutePixels", { seed: wholeNumber(0) }, ({ seed }) => ({
  outputSpec: keepImage("permutePixels"),
  // Neighbours come from anywhere.
  window: "everything",
  forward(x, { ops }) {
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const numbers = permutation(height * width, seed).flatMap((place) =>
      Array.from({ length: channels }, (_, channel) => place * channels + channel)
    );
    return ops.reshape(ops.gather(ops.reshape(x, [batch, numbers.length]), numbers), x.shape);
  },
}));
