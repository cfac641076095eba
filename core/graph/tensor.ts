/** Numbers outside any engine: 32-bit floats in row-major order, with their shape. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export { sizeOf } from "../../dsl/shape.ts";
