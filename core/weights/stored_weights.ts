/** The common form of all files of weights: tensors by name, whose numbers are read on request. */
import type { Tensor } from "../graph/tensor.ts";

/** A tensor of a file. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /**
   * Reads the numbers, in row-major order.
   *
   * @throws {UserError} If they are damaged, or no floats.
   */
  read(): Promise<Float32Array>;
}

/** An open file of weights; dispose of it to release its memory. */
export interface StoredWeights extends Disposable {
  /** The name of the file in errors. */
  readonly what: string;
  /** The tensors by layer and weight: `conv2d_1/kernel`. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The layers in the model's order, at least within one kind of layer; if the file says it. */
  readonly order?: readonly string[];
}

/** Tensors in memory, as an open file. */
export function inMemory(what: string, tensors: Readonly<Record<string, Tensor>>): StoredWeights {
  return {
    what,
    tensors: new Map(
      Object.entries(tensors).map((
        [name, { shape, data }],
      ) => [name, { shape, read: () => Promise.resolve(data) }]),
    ),
    [Symbol.dispose]() {},
  };
}
