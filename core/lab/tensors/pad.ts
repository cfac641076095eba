/** Pads an image, so that a filter can be centred on its outermost pixels. */
import { UserError } from "../../base/errors.ts";
import type { Tensor } from "../../graph/tensor.ts";

/**
 * What the border is filled with: a number, the nearest pixel of the image (a a | a b c | c c), or
 * the image mirrored at its outermost pixels (c b | a b c | b a). In NumPy these are the modes
 * `constant`, `edge` and `reflect`.
 */
export type PadWith = number | "edge" | "reflect";

/** Maps an index outside 0 … length − 1 to the index of the pixel that is copied there. */
const origins = {
  edge: (at: number, length: number) => Math.min(Math.max(at, 0), length - 1),
  reflect: (at: number, length: number) => length - 1 - Math.abs(length - 1 - Math.abs(at)),
} as const;

/**
 * Adds `by` pixels on every side of an image [height, width, channels]. The step `conv` with padding
 * `same` pads with 0.
 *
 * @returns [height + 2·by, width + 2·by, channels].
 *
 * @throws {UserError} If `by` is no whole number from 0 up, or if the image is too small to be
 * mirrored over `by` pixels.
 *
 * @example
 * ```ts
 * import { pad } from "./pad.ts";
 *
 * const row = { shape: [1, 3, 1], data: Float32Array.of(1, 2, 3) };
 * console.assert(pad(row, 1, "edge").data.subarray(0, 5).join() === "1,1,2,3,3");
 * ```
 */
export function pad({ shape, data }: Tensor, by: number, value: PadWith): Tensor {
  const [height = 0, width = 0, channels = 1] = shape;
  if (!Number.isSafeInteger(by) || by < 0) {
    throw new UserError(
      `Cannot pad the image: expected a whole number of pixels from 0 up, found ${by}; change the number.`,
    );
  }
  const least = Math.min(height, width);
  if (value === "reflect" && by >= least) {
    throw new UserError(
      `Cannot pad the image: expected at most ${least - 1} mirrored pixels, found ${by}; ` +
        `pad by fewer pixels or in another way.`,
    );
  }
  const [rows, columns] = [height + 2 * by, width + 2 * by];
  const padded = new Float32Array(rows * columns * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [y, x] = [row - by, column - by];
      const to = (row * columns + column) * channels;
      const from = typeof value === "number"
        ? y >= 0 && y < height && x >= 0 && x < width ? [y, x] as const : null
        : [origins[value](y, height), origins[value](x, width)] as const;
      for (let c = 0; c < channels; c++) {
        padded[to + c] = from
          ? data[(from[0] * width + from[1]) * channels + c] ?? NaN
          : Number(value);
      }
    }
  }
  return { shape: [rows, columns, channels], data: padded };
}
