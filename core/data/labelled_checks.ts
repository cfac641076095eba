/** What every layout of a user's data set is checked for: sizes of images, class numbers, numbers of both. */
import { UserError } from "../base/errors.ts";
import { grouped } from "../base/numbers.ts";
import type { EmbeddedSource } from "./manifest.ts";

/**
 * The most bytes that one file of a data set may have after unpacking, 256 MiB: five times what the
 * largest set that is known here needs.
 */
export const DATA_LIMIT = 2 ** 28;

/** Images and the class number of each. */
export interface Split {
  /** [count, height, width, channels], one byte each, the last index fastest. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** [count], one byte each. */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** The number of images. */
  readonly count: number;
}

/** What the reader of a data set knows about the set. */
export type SetFacts = Pick<EmbeddedSource, "name" | "classes" | "shape">;

/**
 * Checks class numbers.
 *
 * @param what Names the file in errors.
 * @returns The numbers as bytes.
 * @throws {UserError} If one is not a whole number from 0 to the number of classes − 1.
 */
export function checkLabels(
  labels: ArrayLike<number>,
  { name, classes }: SetFacts,
  what: string,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes.length)) {
      throw new UserError(
        `Cannot use ${what}: expected labels from 0 to ${classes.length - 1}, found ${label} for ` +
          `image ${grouped(i + 1)}. Give data with the classes of ${name}.`,
      );
    }
    bytes[i] = label;
  }
  return bytes;
}

/**
 * Divides examples that come without a split: the last fifth tests, as far as there is one.
 *
 * @param what Names the file in errors.
 * @throws {UserError} If there are fewer than two examples.
 */
export function splitOff(
  all: Split,
  what: string,
): { readonly train: Split; readonly test: Split } {
  if (all.count < 2) {
    throw new UserError(
      `Cannot use ${what}: expected at least 2 images, one for training and one for testing, ` +
        `found ${all.count}. Add images.`,
    );
  }
  const test = Math.max(1, Math.floor(all.count / 5));
  return { train: part(all, 0, all.count - test), test: part(all, all.count - test, all.count) };
}

/** The first `count` examples of a split; the split itself if it has no more. */
export const firstOf = (split: Split, count: number): Split =>
  split.count <= count ? split : part(split, 0, count);

/** The examples from `begin` to before `end`. */
function part({ images, labels, count }: Split, begin: number, end: number): Split {
  const size = images.length / count;
  return {
    images: images.subarray(begin * size, end * size),
    labels: labels.subarray(begin, end),
    count: end - begin,
  };
}
