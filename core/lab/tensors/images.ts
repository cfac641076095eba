/** Pictures that labs look at: a data set's own, and one bright pixel at a time. */
import type { Dataset } from "../../data/dataset.ts";
import { sizeOf, type Tensor } from "../../graph/tensor.ts";

/** The first `count` test images of a set, all of them unless said: [count, height, width, channels]. */
export function testImages({ shape, test }: Dataset, count = test.count): Tensor {
  return {
    shape: [count, ...shape],
    data: Float32Array.from(test.images.subarray(0, count * sizeOf(shape))),
  };
}

/**
 * A dark picture of `side` × `side` for each of its pixels, in which that pixel alone is 1:
 * [side², side, side, 1]. What a network makes of them says which pixel reaches which output.
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
