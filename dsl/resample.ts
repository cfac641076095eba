/**
 * Resizing as a linear map. Every row of the result is a weighted sum of rows of the image, and the
 * same holds for columns. A resize is therefore two matrix products, which any engine can run and
 * differentiate. This file computes the matrices, in 64-bit arithmetic.
 *
 * The rules are those of scikit-image's `skimage.transform.resize` with its default mode "reflect"
 * (version 0.26; it calls scipy.ndimage's `gaussian_filter` and `zoom` with mode "mirror").
 */

import { UserError } from "./errors.ts";
import type { Ops, Value } from "./ops.ts";
import { sizeOf } from "./shape.ts";

/** 2 GiB of numbers with 64 bits. */
const MOST_WEIGHTS = 2 ** 28;

/** How an output pixel is computed from the input pixels around its centre. */
export type ResizeMethod = "bilinear" | "nearest";

/** The matrix that resizes one axis. */
export interface ResizeMatrix {
  /** The pixels of the result. */
  readonly rows: number;
  /** The pixels of the image. */
  readonly columns: number;
  /** The weights, row after row. */
  readonly data: Float64Array;
}

/** Reflects a position about the centres of the first and last pixel: d c b | a b c d | c b a. */
function mirror(position: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((position % period) + period) % period;
  return within > length - 1 ? period - within : within;
}

/** Where the centre of output pixel i lies, on the grid of the input's pixel centres. */
function centre(i: number, from: number, to: number): number {
  return (i + 0.5) * from / to - 0.5;
}

function interpolation(from: number, to: number, method: ResizeMethod): ResizeMatrix {
  if (to * from > MOST_WEIGHTS) {
    throw new UserError(
      `resize: from ${from} to ${to} pixels needs ${
        to * from
      } weights, more than ${MOST_WEIGHTS}; ` +
        "use a smaller size",
    );
  }
  const data = new Float64Array(to * from);
  const put = (i: number, j: number, weight: number) => {
    const at = i * from + mirror(j, from);
    data[at] = (data[at] ?? 0) + weight;
  };
  for (let i = 0; i < to; i++) {
    const x = mirror(centre(i, from, to), from);
    const left = Math.floor(x);
    if (method === "nearest") {
      put(i, Math.floor(x + 0.5), 1);
    } else {
      put(i, left, 1 - (x - left));
      if (x > left) put(i, left + 1, x - left);
    }
  }
  return { rows: to, columns: from, data };
}

/** The weights of a Gaussian at −r … r, with sum 1; as in SciPy, r is four standard deviations. */
function gaussianTaps(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const taps = Float64Array.from(
    { length: 2 * radius + 1 },
    (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / sum);
}

/** The matrix that first blurs the `columns` pixels and then applies `matrix`. */
function blurred(matrix: ResizeMatrix, sigma: number): ResizeMatrix {
  const { rows, columns, data } = matrix;
  const taps = gaussianTaps(sigma);
  const radius = (taps.length - 1) / 2;
  const spread = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const weight = data[i * columns + j] ?? 0;
      if (weight === 0) continue;
      for (let t = -radius; t <= radius; t++) {
        const at = i * columns + mirror(j + t, columns);
        spread[at] = (spread[at] ?? 0) + weight * (taps[t + radius] ?? 0);
      }
    }
  }
  return { rows, columns, data: spread };
}

/**
 * The matrix [to, from] that resizes one axis of `from` pixels to `to` pixels. Each row sums to 1.
 * With `antialias`, an axis that shrinks by a factor f > 1 is first blurred by a Gaussian with
 * σ = (f − 1)/2 pixels.
 *
 * @example Halving a row of four pixels without blur averages pairs
 * ```ts
 * import { resizeMatrix } from "./resample.ts";
 * console.assert(resizeMatrix(4, 2, "bilinear", false).data.join() === "0.5,0.5,0,0,0,0,0.5,0.5");
 * ```
 */
export function resizeMatrix(
  from: number,
  to: number,
  method: ResizeMethod = "bilinear",
  antialias: boolean = method === "bilinear",
): ResizeMatrix {
  const plain = interpolation(from, to, method);
  const sigma = antialias ? Math.max(0, (from / to - 1) / 2) : 0;
  return sigma > 0 ? blurred(plain, sigma) : plain;
}

/** Multiplies the rows of images by one matrix and their columns by another: [n, h, w, c] → [n, h′, w′, c]. */
export function multiplyAxes(ops: Ops, x: Value, rows: ResizeMatrix, columns: ResizeMatrix): Value {
  // A matrix multiplies the first axis: rows come first, then columns.
  const down = along(ops, ops.transpose(x, [1, 0, 2, 3]), rows);
  const across = along(ops, ops.transpose(down, [2, 1, 0, 3]), columns);
  return ops.transpose(across, [1, 2, 0, 3]);
}

/** Multiplies the first axis by the matrix. */
function along(ops: Ops, x: Value, { rows, columns, data }: ResizeMatrix): Value {
  const [, ...others] = x.shape;
  const flat = ops.reshape(x, [columns, sizeOf(others)]);
  return ops.reshape(ops.matmul(ops.constant(data, [rows, columns]), flat), [rows, ...others]);
}
