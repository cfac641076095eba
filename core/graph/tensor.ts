/** Numbers outside any engine: 32-bit floats in row-major order, with their shape. */
export interface Tensor {
  /** The size of each axis, such as [batch, height, width, channels]. */
  readonly shape: readonly number[];
  /** The numbers; as many as the product of the sizes. */
  readonly data: Float32Array;
}

export { sizeOf } from "../../dsl/shape.ts";
