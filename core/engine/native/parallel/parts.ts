/**
 * A share in parts: a rank computes the gradients of a few examples at a time and adds them up, so that
 * what it computes stays in the processor's cache. That also takes less memory.
 */
import type { Program } from "../../../graph/program.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import type { Port } from "../compile.ts";

/** How large the parts of a share are. */
export interface PartLimits {
  /** The most bytes of the largest array of a part. */
  readonly bytes: number;
  /** The least multiplications of a part: each part is a call of ONNX Runtime. */
  readonly products: number;
}

/**
 * With the chapter's network, one thread takes 0.48 ms an image for 16 images, whose largest array has
 * 3.2 MB, and 0.58 ms for 64. 20 million multiplications take about a millisecond, and a call 0.05.
 */
export const PART_LIMITS: PartLimits = { bytes: 4 * 2 ** 20, products: 20e6 };

/** The multiplications in a program's products and convolutions. */
export const multiplications = ({ nodes }: Program): number =>
  nodes.reduce(
    (sum, { primitive, inputs, attributes }) =>
      sum + (primitive.multiplications?.(inputs.map(({ shape }) => shape), attributes) ?? 0),
    0,
  );

/**
 * Into how many equal parts a share is cut.
 *
 * @param whole the program of the whole batch
 * @param batch the number of its examples
 * @param examples the number of the share's
 */
export function countParts(
  whole: Program,
  batch: number,
  examples: number,
  { bytes, products }: PartLimits,
): number {
  const rows = whole.nodes.filter(({ shape }) => shape[0] === batch);
  const largest = Math.max(...rows.map(({ shape }) => 4 * sizeOf(shape) / batch));
  const least = products * batch / multiplications(whole);
  for (let parts = 1; parts <= examples; parts++) {
    const each = examples / parts;
    if (each < least) return 1;
    if (Number.isInteger(each) && each * largest <= bytes) return parts;
  }
  return examples;
}

/** Numbers by the names of a program's inputs or outputs. */
export type Arrays = Readonly<Record<string, Float32Array>>;

/** One part of a share: the inputs and outputs of its program, and what is done before and after it. */
export interface Part {
  readonly feeds: Arrays;
  readonly results: Arrays;
  readonly begin?: () => void;
  readonly end?: () => void;
}

/**
 * The arrays of one part among those of all: the part's own numbers, or all if they belong to every
 * part alike.
 */
export const arraysOfPart = (
  ports: readonly Port[],
  all: Arrays,
  part: number,
  parts: number,
): Arrays =>
  Object.fromEntries(ports.map(({ names: [name = ""], shape }) => {
    const [numbers, length] = [all[name]!, sizeOf(shape)];
    const own = numbers.length === parts * length;
    return [name, own ? numbers.subarray(part * length, (part + 1) * length) : numbers];
  }));
