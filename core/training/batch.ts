/** Examples with their targets, and how a batch of them becomes numbers. */
import { UserError } from "../base/errors.ts";
import { gatherRows } from "./shuffle.ts";
import { sizeOf } from "../graph/tensor.ts";

/** `count` examples, row after row; nothing is copied until a batch is gathered. */
export interface Examples {
  readonly count: number;
  /** The shape of one example. */
  readonly shape: readonly number[];
  readonly x: Uint8Array | Float32Array;
  /** A class number an example, or one target of `targetShape` an example. */
  readonly y: Uint8Array | Float32Array;
}

/** The examples `from` … `to` − 1 of a set, sharing its memory. */
export function slicedExamples(examples: Examples, from: number, to: number): Examples {
  const row = sizeOf(examples.shape);
  const target = examples.y.length / examples.count;
  return {
    ...examples,
    count: to - from,
    x: examples.x.subarray(from * row, to * row),
    y: examples.y.subarray(from * target, to * target),
  };
}

/**
 * Gathers batches into buffers of its own, used over and over. 32 images take 0.04 ms, a step 10:
 * gathering the next batch during the step would not pay.
 */
export class Gatherer {
  readonly #examples: Examples;
  readonly #row: number;
  readonly #given: number;
  readonly #wanted: number;
  readonly #x: Float32Array<ArrayBuffer>;
  readonly #y: Float32Array<ArrayBuffer>;
  readonly #labels: Float32Array<ArrayBuffer>;

  /** `target` is the shape of one target, as the loss wants it; class numbers become one-hot. */
  constructor(examples: Examples, target: readonly number[], batch: number) {
    this.#examples = examples;
    this.#row = sizeOf(examples.shape);
    this.#given = examples.y.length / examples.count;
    this.#wanted = sizeOf(target);
    if (this.#given !== this.#wanted && this.#given !== 1) {
      throw new UserError(
        `Cannot train: the loss needs targets of ${this.#wanted} numbers, the data has ` +
          `${this.#given}; choose a loss that fits or change the last layer.`,
      );
    }
    this.#x = new Float32Array(batch * this.#row);
    this.#y = new Float32Array(batch * this.#wanted);
    this.#labels = new Float32Array(batch * this.#given);
  }

  /** The examples `indices`; the arrays are overwritten by the next call. */
  gather(indices: Uint32Array): { x: Float32Array; y: Float32Array } {
    const { x, y } = this.#examples;
    const inputs = gatherRows(x, this.#row, indices, this.#x);
    const labels = gatherRows(y, this.#given, indices, this.#labels);
    if (this.#given === this.#wanted) return { x: inputs, y: labels };
    const targets = this.#y.subarray(0, indices.length * this.#wanted).fill(0);
    labels.forEach((label, i) => targets[i * this.#wanted + label] = 1);
    return { x: inputs, y: targets };
  }
}
