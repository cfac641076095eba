/** Which examples train, which validate, and in which order; how rows are copied into a batch. */

/**
 * Counts the examples that train if the share `validationSplit` (0 ≤ split < 1) of `n` examples
 * validates. The first `⌊n·(1 − split)⌋` train and the others validate, before any shuffling, as in
 * Keras (`train_validation_split` in keras/src/trainers/data_adapters/array_slicing.py).
 *
 * @example
 * ```ts
 * import { trainingRows } from "./shuffle.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(trainingRows(60_000, 0.25), 45_000);
 * ```
 */
export const trainingRows = (n: number, validationSplit: number): number =>
  Math.floor(n * (1 - validationSplit));

/**
 * Gives the numbers 0 … n − 1 in random order, every order equally likely (Fisher and Yates;
 * Durstenfeld 1964).
 *
 * @param uniform Draws a number in [0, 1).
 */
export function shuffled(n: number, uniform: () => number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    // The inside-out variant: i goes to place j, and the number at j moves to place i.
    const j = Math.floor(uniform() * (i + 1));
    order[i] = order[j] ?? 0;
    order[j] = i;
  }
  return order;
}

/** Gives the numbers `from` … `to` − 1 in ascending order. */
export const ascending = (from: number, to: number): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** Cuts `order` into parts of `size`; the last may be smaller. The parts share its memory. */
export function* batches(
  order: Uint32Array<ArrayBuffer>,
  size: number,
): Generator<Uint32Array<ArrayBuffer>> {
  for (let at = 0; at < order.length; at += size) yield order.subarray(at, at + size);
}

/**
 * Copies the rows of the given indices, `rowLength` numbers each, one after the other into `into`.
 *
 * @returns The part of `into` that the rows fill, [indices.length · rowLength].
 *
 * @throws {RangeError} If a row does not exist or `into` is too small: a bug, not a user's error.
 *
 * @example
 * ```ts
 * import { gatherRows } from "./shuffle.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = new Uint8Array([1, 2, 3, 4, 5, 6]);
 * assertEquals([...gatherRows(rows, 2, [2, 0], new Float32Array(4))], [5, 6, 1, 2]);
 * ```
 */
export function gatherRows(
  rows: Uint8Array | Float32Array,
  rowLength: number,
  indices: ArrayLike<number>,
  into: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const length = indices.length * rowLength;
  if (length > into.length) {
    throw new RangeError(`Expected room for ${length} numbers, found ${into.length}.`);
  }
  const count = Math.floor(rows.length / rowLength);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? -1;
    if (!(index >= 0 && index < count)) {
      throw new RangeError(`Expected a row from 0 to ${count - 1}, found ${index}.`);
    }
    into.set(rows.subarray(index * rowLength, (index + 1) * rowLength), i * rowLength);
  }
  return into.subarray(0, length);
}
