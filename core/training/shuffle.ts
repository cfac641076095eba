/** Which rows train, which validate, in which order, and how a batch of them becomes numbers. */

/**
 * How many of `n` rows train if the share `validationSplit` validates: the first `⌊n·(1 − split)⌋`
 * train and the last ones validate, taken before any shuffling, as Keras does
 * (`train_validation_split` in keras/src/trainers/data_adapters/array_slicing.py).
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
 * The numbers 0 … n−1 in random order, every order equally likely (Fisher and Yates; Durstenfeld
 * 1964). `uniform` gives numbers in [0, 1).
 */
export function shuffled(n: number, uniform: () => number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    // Inside-out: row i goes to place j, and what stood there goes to place i.
    const j = Math.floor(uniform() * (i + 1));
    order[i] = order[j] ?? 0;
    order[j] = i;
  }
  return order;
}

/** The numbers `from` … `to`−1 in order. */
export const ascending = (from: number, to: number): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** The parts of `order` with `size` rows each; the last may be smaller. They share its memory. */
export function* batches(
  order: Uint32Array<ArrayBuffer>,
  size: number,
): Generator<Uint32Array<ArrayBuffer>> {
  for (let at = 0; at < order.length; at += size) yield order.subarray(at, at + size);
}

/**
 * Copies the rows `indices` of `rows` (each `rowLength` numbers) into `into`, as they are, one
 * after the other, and gives the part of `into` that they fill. Nothing else is copied.
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
