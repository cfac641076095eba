/** Converts between rows of numbers, tensors of one channel, and pixels for the report. */
import type { Pixels } from "../../report/mod.ts";
import { UserError } from "../../base/errors.ts";
import type { Tensor } from "../../graph/tensor.ts";

/**
 * Makes an image of one channel, [rows, columns, 1], of rows of numbers.
 *
 * @throws {UserError} If there are no numbers, or if the rows differ in length.
 *
 * @example
 * ```ts
 * import { fromRows } from "./matrix.ts";
 * console.assert(fromRows([[1, 2, 3], [4, 5, 6]]).shape.join("x") === "2x3x1");
 * ```
 */
export function fromRows(rows: readonly (readonly number[])[]): Tensor {
  const columns = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== columns || columns === 0);
  if (rows.length === 0 || odd >= 0) {
    throw new UserError(
      `Cannot make an image of these rows: expected ${
        columns > 0 ? `${columns} numbers` : "at least one number"
      } in every row, ` +
        `found ${rows[odd]?.length ?? 0} in row ${
          Math.max(odd, 0)
        }; give every row as many numbers.`,
    );
  }
  return { shape: [rows.length, columns, 1], data: Float32Array.from(rows.flat()) };
}

/**
 * Gives the rows of numbers of an image of one channel, [rows, columns] or [rows, columns, 1].
 *
 * @throws {UserError} If the tensor has several channels, or is no image.
 */
export function toRows({ shape, data }: Tensor): number[][] {
  const [rows = 0, columns = 0, channels = 1] = shape;
  if (channels !== 1 || shape.length < 2 || shape.length > 3) {
    throw new UserError(
      `Cannot write the image in rows: expected one channel, found ${shape.join("x")}; ` +
        `choose one with channel(…).`,
    );
  }
  return Array.from(
    { length: rows },
    (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)),
  );
}

/** Converts an image, [height, width, channels] or [height, width], to the pixels that figures take. */
export function toPixels({ shape, data }: Tensor): Pixels {
  const [height = 0, width = 0, channels = 1] = shape;
  return { height, width, channels, data };
}
