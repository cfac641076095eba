/** Arrays in an engine's memory, as our routines see them, independent of Deno and TensorFlow.js. */

/**
 * An array of 32-bit floats. Every handle that is made or aliased must be freed once. The fields are
 * those of TensorFlow.js's `TensorInfo`, so that its backends accept a handle.
 */
export interface Handle {
  /** The key by which the owner of the memory finds the numbers. */
  readonly dataId: object;
  readonly dtype: "float32";
  shape: number[];
}

/** Memory that JavaScript reaches directly. */
export interface Memory {
  /** A new array, whose numbers are undefined. */
  make(shape: readonly number[]): Handle;
  /** A view of the numbers, valid until the next array is made. */
  view(handle: Handle): Float32Array;
}

/** Counts the handles that share an array's memory. */
export interface ArrayReferences {
  /** A handle on the same memory with another shape, which must be freed too. */
  alias(handle: Handle, shape: readonly number[]): Handle;
  /** Frees handles, and the memory of arrays that have no handle left. */
  free(...handles: readonly Handle[]): void;
}
