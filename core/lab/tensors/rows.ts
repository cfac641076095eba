/** Rows of a tensor [count, …]: each is one example. */
import { argmax } from "../../../dsl/losses/accuracy.ts";
import { sizeOf, type Tensor } from "../../graph/tensor.ts";

/** Gives rows `from` … `to` − 1 of a tensor [count, …], in the same memory. */
export function rows({ shape: [, ...row], data }: Tensor, from: number, to: number): Tensor {
  const size = sizeOf(row);
  return { shape: [to - from, ...row], data: data.subarray(from * size, to * size) };
}

/** Gives row `i` of a tensor [count, …] as one example […], in the same memory. */
export function row(tensor: Tensor, i: number): Tensor {
  const { shape: [, ...shape], data } = rows(tensor, i, i + 1);
  return { shape, data };
}

/**
 * Copies tensors of one shape […] into the rows of a new tensor [count, …].
 *
 * @throws {RangeError} If there is no tensor, or if the shapes differ.
 */
export function stack(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (!first || tensors.some(({ shape }) => shape.join() !== first.shape.join())) {
    throw new RangeError("Expected at least one tensor to stack, and all of one shape.");
  }
  const size = sizeOf(first.shape);
  const data = new Float32Array(tensors.length * size);
  tensors.forEach((tensor, i) => data.set(tensor.data, i * size));
  return { shape: [tensors.length, ...first.shape], data };
}

/**
 * Finds the largest number in each row of a tensor [count, classes].
 *
 * @returns The index of each row's largest number: the class that a network predicts.
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

/** Computes the share of indices at which two lists are equal, 0 … 1; NaN for empty lists. */
export function agreement(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same++;
  return same / a.length;
}
