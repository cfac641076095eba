/** Rows of a tensor: an example each. */
import { argmax } from "../../../dsl/losses/accuracy.ts";
import { sizeOf, type Tensor } from "../../graph/tensor.ts";

/** Rows `from` to `to` − 1 of [count, …], in the same memory. */
export function rows({ shape: [, ...row], data }: Tensor, from: number, to: number): Tensor {
  const size = sizeOf(row);
  return { shape: [to - from, ...row], data: data.subarray(from * size, to * size) };
}

/** Row `i` of [count, …] as an example of its own: […]. */
export function row(tensor: Tensor, i: number): Tensor {
  const { shape: [, ...shape], data } = rows(tensor, i, i + 1);
  return { shape, data };
}

/**
 * One row each of tensors of one shape: [count, …].
 *
 * @throws {RangeError} If there are none, or their shapes differ.
 */
export function stack(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (!first || tensors.some(({ shape }) => shape.join() !== first.shape.join())) {
    throw new RangeError("Expected tensors of one shape to stack, at least one.");
  }
  const size = sizeOf(first.shape);
  const data = new Float32Array(tensors.length * size);
  tensors.forEach((tensor, i) => data.set(tensor.data, i * size));
  return { shape: [tensors.length, ...first.shape], data };
}

/**
 * The place of the largest number in each row of [count, n]: the class a network answers.
 *
 * @example
 * ```ts
 * import { answers } from "./rows.ts";
 * console.assert(answers({ shape: [2, 2], data: new Float32Array([0.1, 0.9, 0.6, 0.4]) }).join() === "1,0");
 * ```
 */
export function answers({ shape: [count = 0, n = 0], data }: Tensor): number[] {
  return Array.from({ length: count }, (_, i) => argmax(data.subarray(i * n, (i + 1) * n)));
}

/** The share of places in which two lists agree; NaN of empty ones. */
export function agreement(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same++;
  return same / a.length;
}
