/** Finds the nearest neighbours of feature vectors by the cosine of their angle. */
import { sizeOf, type Tensor } from "../../graph/tensor.ts";
import { rows } from "./rows.ts";

/** A neighbour: its row, and the cosine of the angle to it (1 for the same direction). */
export interface Neighbour {
  readonly row: number;
  readonly cosine: number;
}

const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
};

/**
 * Finds, for each row of `of` [count, …], the nearest row of `among` [n, …]: the row with the largest
 * cosine $a·b / (|a||b|)$. The cosine does not depend on the lengths of the vectors.
 *
 * @returns One neighbour per row of `of`.
 *
 * @throws {RangeError} If the rows of the two tensors differ in size, or if `among` has no rows.
 *
 * @example
 * ```ts
 * import { nearest } from "./nearest.ts";
 * const axes = { shape: [2, 2], data: new Float32Array([1, 0, 0, 1]) };
 * console.assert(nearest({ shape: [1, 2], data: new Float32Array([1, 5]) }, axes)[0]?.row === 1);
 * ```
 */
export function nearest(of: Tensor, among: Tensor): Neighbour[] {
  const [n = 0, ...row] = among.shape;
  if (n === 0 || sizeOf(of.shape.slice(1)) !== sizeOf(row)) {
    throw new RangeError(`Expected rows of one size, found ${of.shape} and ${among.shape}.`);
  }
  const at = (tensor: Tensor, i: number) => rows(tensor, i, i + 1).data;
  const lengths = Array.from({ length: n }, (_, i) => {
    const b = at(among, i);
    return Math.sqrt(dot(b, b));
  });
  return Array.from({ length: of.shape[0] ?? 0 }, (_, i) => {
    const a = at(of, i);
    const length = Math.sqrt(dot(a, a));
    const cosines = lengths.map((other, k) => dot(a, at(among, k)) / (length * other));
    const cosine = Math.max(...cosines);
    return { row: cosines.indexOf(cosine), cosine };
  });
}
