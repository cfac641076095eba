/** What every reader of weights gives: tensors by name, read only when they are wanted. */
import type { Tensor } from "../graph/tensor.ts";

/** A tensor of a file: its shape is known, its numbers are read on request. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /** The numbers; throws a UserError if they can't be read. */
  read(): Float32Array;
}

/** An open file of weights. */
export interface StoredWeights extends Disposable {
  /** How errors name the file. */
  readonly what: string;
  /** By layer and weight: `conv2d_1/kernel`. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** Tensors that are in memory already. */
export function inMemory(what: string, tensors: Readonly<Record<string, Tensor>>): StoredWeights {
  return {
    what,
    tensors: new Map(
      Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, read: () => data }]),
    ),
    [Symbol.dispose]() {},
  };
}
