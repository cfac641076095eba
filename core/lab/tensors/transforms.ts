/** Rotates, enlarges or crops a picture without changing any pixel. */
import type { Tensor } from "../../graph/tensor.ts";

/** Makes a picture [height, width, channels] whose pixels come `from` places of another one. */
function remap(
  { shape, data }: Tensor,
  [height, width]: readonly [number, number],
  from: (row: number, column: number) => readonly [number, number],
): Tensor {
  const [, columns = 0, channels = 1] = shape;
  const out = new Float32Array(height * width * channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = from(row, column);
      const start = (y * columns + x) * channels;
      out.set(data.subarray(start, start + channels), (row * width + column) * channels);
    }
  }
  return { shape: [height, width, channels], data: out };
}

const sides = ({ shape: [height = 0, width = 0] }: Tensor) => [height, width] as const;

/**
 * Rotates an image by 90° anticlockwise, as `numpy.rot90`: [h, w, c] → [w, h, c].
 *
 * @example
 * ```ts
 * import { fromRows, toRows } from "./matrix.ts";
 * import { rotated } from "./transforms.ts";
 * console.assert(toRows(rotated(fromRows([[1, 2], [3, 4]]))).join() === "2,4,1,3");
 * ```
 */
export function rotated(image: Tensor): Tensor {
  const [height, width] = sides(image);
  return remap(image, [width, height], (row, column) => [column, width - 1 - row]);
}

/** Enlarges an image to twice its size, each pixel to four: [h, w, c] → [2h, 2w, c]. */
export function doubled(image: Tensor): Tensor {
  const [height, width] = sides(image);
  return remap(image, [2 * height, 2 * width], (row, column) => [row >> 1, column >> 1]);
}

/** Crops `border` pixels on each side: [h, w, c] → [h − 2·border, w − 2·border, c]. */
export function inside(image: Tensor, border: number): Tensor {
  const [height, width] = sides(image);
  return remap(
    image,
    [Math.max(0, height - 2 * border), Math.max(0, width - 2 * border)],
    (row, column) => [row + border, column + border],
  );
}
