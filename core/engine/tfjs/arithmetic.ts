/** Kernels that TensorFlow.js has, but that are slow there or do not take all shapes. */
import type { MatmulAttributes } from "../../graph/primitives/matmul.ts";
import type { SumAttributes } from "../../graph/primitives/sum.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { Device, DeviceKernel } from "./device.ts";
import type { Handle } from "../simd/memory.ts";
import { sumsName } from "../simd/sums.ts";

/**
 * [m, k] × [k, n], neither transposed. It is computed as a 1×1 convolution, which on wasm is several
 * times faster than BatchMatMul.
 */
export function multiply(device: Device, a: Handle, b: Handle): Handle {
  const [m = 0, k = 0] = a.shape;
  const n = b.shape[1]!;
  const [x, filter] = [device.alias(a, [1, 1, m, k]), device.alias(b, [1, 1, k, n])];
  const product = device.call("Conv2D", { x, filter }, {
    strides: [1, 1],
    dilations: [1, 1],
    pad: "valid",
    dataFormat: "NHWC",
  });
  const result = device.alias(product, [m, n]);
  device.free(x, filter, product);
  return result;
}

/**
 * A matrix product. On wasm, transposing an operand first is 4 to 12 times faster than letting
 * BatchMatMul read it transposed.
 */
export const matmulKernel: DeviceKernel<MatmulAttributes> = (device, [a, b], attributes) => {
  const transposed = (x: Handle, needed: boolean) =>
    needed ? device.call("Transpose", { x }, { perm: [1, 0] }) : device.alias(x, x.shape);
  const [left, right] = [
    transposed(a!, attributes.transposeA),
    transposed(b!, attributes.transposeB),
  ];
  const product = multiply(device, left, right);
  device.free(left, right);
  return product;
};

/** Sums. Those over all axes but the last (bias gradients) read the memory directly: wasm's Sum is slow. */
export const sumKernel: DeviceKernel<SumAttributes> = (device, [x], { axes, keepDims }, shape) => {
  const last = x!.shape.length - 1;
  if (last < 1 || axes.length !== last || axes.includes(last) || !device.memory) {
    return device.call("Sum", { x: x! }, { axis: [...axes], keepDims });
  }
  const { make, view } = device.memory;
  const result = make(shape);
  const width = x!.shape[last]!;
  if (device.simd) {
    const { run, address } = device.simd;
    const [from, to, rows] = [address(x!), address(result), sizeOf(x!.shape) / width];
    for (let at = 0; at < width;) {
      const columns = width - at >= 8 ? 8 : 1;
      run(sumsName(columns), rows, from + 4 * at, 4 * width, to + 4 * at);
      at += columns;
    }
    return result;
  }
  const values = view(x!);
  // Double precision, because many small gradients are added to one large sum.
  const totals = new Float64Array(width);
  for (let start = 0; start < values.length; start += width) {
    for (let i = 0; i < width; i++) totals[i]! += values[start + i]!;
  }
  view(result).set(totals);
  return result;
};

/** 1 where a > b. wasm's Greater does not broadcast outer axes, so such shapes use `fallback`. */
export const greaterKernel =
  (fallback: DeviceKernel<Record<never, never>>): DeviceKernel<Record<never, never>> =>
  (device, inputs, attributes, shape) => {
    const [a, b] = inputs;
    const size = sizeOf(shape);
    const simple = [a!, b!].every((x) => [1, size].includes(sizeOf(x.shape)));
    if (!simple) return fallback(device, inputs, attributes, shape);
    const truth = device.call("Greater", { a: a!, b: b! });
    const numbers = device.call("Cast", { x: truth }, { dtype: "float32" });
    device.free(truth);
    return numbers;
  };

/** Zeros before and after each axis. */
export const padKernel: DeviceKernel<
  { readonly before: readonly number[]; readonly after: readonly number[] }
> = (device, [x], { before, after }) =>
  device.call("PadV2", { x: x! }, {
    paddings: before.map((n, i) => [n, after[i]!]),
    constantValue: 0,
  });
