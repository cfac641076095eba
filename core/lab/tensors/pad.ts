/** What stands around an image when a filter is to be centred on its outermost pixels. */
import { UserError } from "../../base/errors.ts";
import type { Tensor } from "../../graph/tensor.ts";

/**
 * A number, the nearest pixel of the image (a a | a b c | c c), or the image in a mirror that stands
 * on its outermost pixels (c b | a b c | b a): NumPy's modes `constant`, `edge` and `reflect`.
 */
export type PadWith = number | "edge" | "reflect";

/** Where the pixel `at` places before the first comes from, in an image of that length. */
const origins = {
  edge: (at: number, length: number) => Math.min(Math.max(at, 0), length - 1),
  reflect: (at: number, length: number) => length - 1 - Math.abs(length - 1 - Math.abs(at)),
} as const;

/**
 * The image [height, width, channels] with `by` pixels more on every side:
 * [height + 2·by, width + 2·by, channels]. The word `conv` with padding `same` pads with 0.
 *
 * Throws a UserError if `by` is no whole number from 0 up, or if the mirror shows less than that.
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
      `Cannot pad the image: expected a whole number of pixels from 0 up, found ${by}; change it.`,
    );
  }
  const least = Math.min(height, width);
  if (value === "reflect" && by >= least) {
    throw new UserError(
      `Cannot pad the image: its mirror shows ${least - 1} pixels, expected ${by}; ` +
        `take fewer or another padding.`,
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
