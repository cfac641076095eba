/** Pictures that labs study: test images of a data set, and pictures of a single bright pixel. */
import type { Dataset } from "../../data/dataset.ts";
import { sizeOf, type Tensor } from "../../graph/tensor.ts";

/** Gives the first `most` test images of a data set, all if it has no more, [count, height, width, channels]. */
export function testImages({ shape, test }: Dataset, most = test.count): Tensor {
  const count = Math.min(most, test.count);
  return {
    shape: [count, ...shape],
    data: Float32Array.from(test.images.subarray(0, count * sizeOf(shape))),
  };
}

/**
 * Makes one picture of `side` × `side` per pixel, in which that pixel is 1 and all others are 0. A
 * network's outputs for these pictures show which pixel reaches which output.
 *
 * @returns [side², side, side, 1].
 *
 * @example
 * ```ts
 * import { litPixels } from "./images.ts";
 * console.assert(litPixels(2).data.join("") === "1000" + "0100" + "0010" + "0001");
 * ```
 */
export function litPixels(side: number): Tensor {
  const pixels = side ** 2;
  const data = new Float32Array(pixels ** 2);
  for (let i = 0; i < pixels; i++) data[i * pixels + i] = 1;
  return { shape: [pixels, side, side, 1], data };
}
