/** Puts axes into another order, a row of the result at a time. */
import { sizeOf } from "../../../graph/tensor.ts";
import type { ArrayKernel } from "../../stepwise/kernel.ts";
import type { SimdDevice } from "./device.ts";

/** Axis i of the result is axis permutation[i] of x. */
export const transposeKernel: ArrayKernel<
  SimdDevice,
  { readonly permutation: readonly number[] }
> = ({ simd: { make, view } }, [x], { permutation }, shape) => {
  const result = make(shape);
  const [from, to] = [view(x!), view(result)];
  const steps = permutation.map((axis) => sizeOf(x!.shape.slice(axis + 1)));
  const last = shape.length - 1;
  let at = 0;
  const copy = (axis: number, source: number): void => {
    const [count, step] = [shape[axis]!, steps[axis]!];
    if (axis < last) {
      for (let i = 0; i < count; i++) copy(axis + 1, source + i * step);
    } else {
      for (let i = 0; i < count; i++) to[at + i] = from[source + i * step]!;
      at += count;
    }
  };
  copy(0, 0);
  return result;
};
