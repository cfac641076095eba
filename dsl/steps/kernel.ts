/** What layers with a kernel and a bias share. */
import { type InitializerName, initializers } from "../initializers.ts";
import type { WeightSpec } from "../step.ts";

/** A kernel of this shape, and a bias with one number per output, which begins at 0, if it is wanted. */
export function kernelAndBias(
  shape: readonly number[],
  outputs: number,
  initializer: InitializerName,
  bias: boolean,
): WeightSpec[] {
  const kernel = { name: "kernel", shape, initializer: initializers[initializer], trainable: true };
  const shift = {
    name: "bias",
    shape: [outputs],
    initializer: initializers.zeros,
    trainable: true,
  };
  return bias ? [kernel, shift] : [kernel];
}
