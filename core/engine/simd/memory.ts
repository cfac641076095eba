/** Arrays in an engine's memory, as the routines see them: neither Deno nor TensorFlow.js is needed. */

/**
 * An array of 32-bit floats. Whoever makes or aliases one frees it, once. The fields are those of
 * TensorFlow.js's `TensorInfo`, so that its backends take a handle as it is.
 */
export interface Handle {
  /** What the memory's owner finds the numbers by. */
  readonly dataId: object;
  readonly dtype: "float32";
  shape: number[];
}

/** Memory that JavaScript reaches directly. */
export interface Memory {
  /** A fresh array with undefined content. */
  make(shape: readonly number[]): Handle;
  /** The numbers in place; valid until the next array is made. */
  view(handle: Handle): Float32Array;
}

/** Who owns an array's memory. */
export interface ArrayReferences {
  /** The same memory under another shape, to be freed on its own. */
  alias(handle: Handle, shape: readonly number[]): Handle;
  free(...handles: readonly Handle[]): void;
}
