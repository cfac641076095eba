/** What a lab says of many numbers in one. */

/** The mean; NaN of no numbers. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN;
  return sum / values.length;
}

/** The middle of the numbers; the mean of the middle two if their count is even; NaN of none. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}

/**
 * How far the numbers lie from their mean: the root of the mean squared distance, divided by n (the
 * population's, as NumPy's `std`), not by n − 1. NaN of no numbers.
 *
 * @example
 * ```ts
 * import { std } from "./statistics.ts";
 * console.assert(std([1, 3]) === 1);
 * ```
 */
export function std(values: ArrayLike<number>): number {
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] ?? NaN) - middle) ** 2;
  return Math.sqrt(sum / values.length);
}

/** A number to so many decimals, for a table or a label. */
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** The largest distance between two lists, place by place; NaN if their lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  }
  return largest;
}
