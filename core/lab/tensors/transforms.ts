/** What can be done to a picture before or after a filter: turn it, enlarge it, cut off its border. */
import type { Tensor } from "../../graph/tensor.ts";

/** A picture [height, width, channels] made of places of another. */
function picked(
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
 * Turned by 90° against the clock, as `numpy.rot90`: [h, w, c] → [w, h, c]. No pixel is mixed.
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
  return picked(image, [width, height], (row, column) => [column, width - 1 - row]);
}

/** Twice as large: each pixel becomes four. [h, w, c] → [2h, 2w, c]. */
export function doubled(image: Tensor): Tensor {
  const [height, width] = sides(image);
  return picked(image, [2 * height, 2 * width], (row, column) => [row >> 1, column >> 1]);
}

/** Without `border` pixels on each side: [h, w, c] → [h − 2·border, w − 2·border, c]. */
export function inside(image: Tensor, border: number): Tensor {
  const [height, width] = sides(image);
  return picked(
    image,
    [Math.max(0, height - 2 * border), Math.max(0, width - 2 * border)],
    (row, column) => [row + border, column + border],
  );
}
