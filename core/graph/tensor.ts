/** A plain array of 32-bit floats with its shape: what crosses the border of an engine. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export { sizeOf } from "../../dsl/shape.ts";
