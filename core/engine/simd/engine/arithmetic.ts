/** Elementwise arithmetic on arrays of different shapes, and sums. */
import { sum, type SumAttributes } from "../../../graph/primitives/sum.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { type ArrayKernel, loopsKernel } from "../../stepwise/kernel.ts";
import type { Handle } from "../memory.ts";
import { sumsName } from "../sums.ts";
import type { SimdDevice } from "./device.ts";

/** The number of elements from each axis on, and 1 after the last. */
const sizesFrom = (shape: readonly number[]): number[] =>
  Array.from({ length: shape.length + 1 }, (_, axis) => sizeOf(shape.slice(axis)));

/** An array repeated to a shape, as numpy repeats it. Runs of equal numbers are copied, not computed. */
function repeated(
  { simd: { make, view } }: SimdDevice,
  x: Handle,
  shape: readonly number[],
): Handle {
  const result = make(shape);
  const [from, to] = [view(x), view(result)];
  const missing = new Array<number>(shape.length - x.shape.length).fill(1);
  const given = [...missing, ...x.shape];
  const [givenSizes, sizes] = [sizesFrom(given), sizesFrom(shape)];
  const fill = (axis: number, source: number, target: number): void => {
    const size = sizes[axis]!;
    if (givenSizes[axis] === 1) {
      to.fill(from[source]!, target, target + size);
    } else if (givenSizes[axis] === size) {
      to.set(from.subarray(source, source + size), target);
    } else if (given[axis] === 1) {
      fill(axis + 1, source, target);
      for (let done = sizes[axis + 1]!; done < size; done *= 2) {
        to.copyWithin(target + done, target, target + Math.min(done, size - done));
      }
    } else {
      for (let i = 0; i < shape[axis]!; i++) {
        fill(axis + 1, source + i * givenSizes[axis + 1]!, target + i * sizes[axis + 1]!);
      }
    }
  };
  fill(0, 0, 0);
  return result;
}

/** x → x repeated to the shape. */
export const broadcastKernel: ArrayKernel<SimdDevice> = (device, [x], _, shape) =>
  repeated(device, x!, shape);

/** A primitive of elementwise arithmetic on operands that may have to be repeated first. */
export const elementwiseKernel =
  (name: string): ArrayKernel<SimdDevice> => (device, inputs, _, shape) => {
    const { simd, alias, free } = device;
    const size = sizeOf(shape);
    const operands = inputs.map((x) =>
      [1, size].includes(sizeOf(x.shape)) ? alias(x, x.shape) : repeated(device, x, shape)
    );
    const result = simd.make(shape);
    const run = simd.pass({
      scalars: operands.map((x) => sizeOf(x.shape) === 1 && size > 1),
      operations: [{ name, operands: [...operands.keys()] }],
      results: [operands.length],
    });
    run(Math.floor(size / 4), size % 4, ...[...operands, result].map(simd.address));
    free(...operands);
    return result;
  };

const sumByLoops = loopsKernel(sum);

/** Sums over neighbouring axes are sums of a matrix's columns; others are left to the loops. */
export const sumKernel: ArrayKernel<SimdDevice, SumAttributes> = (
  device,
  inputs,
  attributes,
  shape,
) => {
  const { axes } = attributes;
  const [x] = inputs;
  const [first, last] = [axes[0], axes.at(-1)];
  if (first === undefined || last === undefined || last - first >= axes.length) {
    return sumByLoops(device, inputs, attributes, shape);
  }
  const { make, run, address } = device.simd;
  const result = make(shape);
  const outer = sizeOf(x!.shape.slice(0, first));
  const rows = sizeOf(x!.shape.slice(first, last + 1));
  const width = sizeOf(x!.shape.slice(last + 1));
  for (let i = 0; i < outer; i++) {
    const [from, to] = [address(x!) + 4 * i * rows * width, address(result) + 4 * i * width];
    for (let at = 0; at < width;) {
      const columns = width - at >= 8 ? 8 : 1;
      run(sumsName(columns), rows, from + 4 * at, 4 * width, to + 4 * at);
      at += columns;
    }
  }
  return result;
};
