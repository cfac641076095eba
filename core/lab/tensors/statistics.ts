/** Statistics that describe many numbers by one. */

/** Computes the mean; NaN for no numbers. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN;
  return sum / values.length;
}

/** Computes the median: for an even count the mean of the middle two, for no numbers NaN. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}

/**
 * Computes the standard deviation of a population, which divides by n (as NumPy's `std`) and not by
 * n − 1; NaN for no numbers.
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

/** Rounds a number to a number of decimals, for a table or a label. */
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** Computes the largest of the distances |a[i] − b[i]|; NaN if the lists differ in length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  }
  return largest;
}
