/** The table of kernels on TensorFlow.js, one entry per primitive. */
import type { Shape } from "../../graph/node.ts";
import * as binary from "../../graph/primitives/binary.ts";
import {
  conv2d,
  conv2dImageGradient,
  conv2dKernelGradient,
} from "../../graph/primitives/conv2d.ts";
import { gather, oneHot } from "../../graph/primitives/gather.ts";
import { matmul } from "../../graph/primitives/matmul.ts";
import { maxPool, maxPoolGradient, type PoolAttributes } from "../../graph/primitives/max_pool.ts";
import { meanPool, meanPoolGradient } from "../../graph/primitives/mean_pool.ts";
import { reshape } from "../../graph/primitives/reshape.ts";
import { concat, pad, slice } from "../../graph/primitives/slice.ts";
import { logSoftmax, softmax } from "../../graph/primitives/softmax.ts";
import { broadcast, sum } from "../../graph/primitives/sum.ts";
import { transpose } from "../../graph/primitives/transpose.ts";
import * as unary from "../../graph/primitives/unary.ts";
import { convolve, imageGradient, kernelGradient } from "./convolution.ts";
import type { Handle } from "../simd/memory.ts";
import { Kernels, loopsKernel } from "../stepwise/kernel.ts";
import type { Device, DeviceKernel } from "./device.ts";
import { greaterKernel, matmulKernel, padKernel, sumKernel } from "./arithmetic.ts";
import { maxPoolGradientKernel } from "./pooling.ts";
import {
  convolveByTiles,
  imageGradientByTiles,
  kernelGradientByTiles,
} from "../simd/convolution.ts";
import { matmulByTiles } from "../simd/matmul.ts";
import type { Simd } from "../simd/simd.ts";

/** A kernel of our own routines if the device has them, else `composed` of the backend's kernels. */
const withRoutines = <A>(
  routine: (
    device: Device,
    simd: Simd,
    inputs: readonly Handle[],
    attributes: A,
    shape: Shape,
  ) => Handle,
  composed: DeviceKernel<A>,
): DeviceKernel<A> =>
(device, inputs, attributes, shape) =>
  device.simd
    ? routine(device, device.simd, inputs, attributes, shape)
    : composed(device, inputs, attributes, shape);

const unaryKernel = (kernel: string, input = "x"): DeviceKernel => (device, [x]) =>
  device.call(kernel, { [input]: x! });
const binaryKernel = (kernel: string): DeviceKernel => (device, [a, b]) =>
  device.call(kernel, { a: a!, b: b! });
const poolKernel = (kernel: string): DeviceKernel<PoolAttributes> => (device, [x], { window }) =>
  device.call(kernel, { x: x! }, {
    filterSize: [...window.size],
    strides: [...window.stride],
    pad: window.padding,
  });

/** The kernels of all primitives but the leaves. */
export const kernels: Kernels<Device> = new Kernels<Device>()
  .set(conv2d, withRoutines(convolveByTiles, convolve))
  .set(conv2dImageGradient, withRoutines(imageGradientByTiles, imageGradient))
  .set(conv2dKernelGradient, withRoutines(kernelGradientByTiles, kernelGradient))
  .set(maxPool, poolKernel("MaxPool"))
  .set(maxPoolGradient, maxPoolGradientKernel(loopsKernel(maxPoolGradient)))
  .set(meanPool, poolKernel("AvgPool"))
  // tfjs's AvgPoolGrad divides by the size of the window even where part of it is padding.
  .set(meanPoolGradient, loopsKernel(meanPoolGradient))
  .set(matmul, withRoutines(matmulByTiles, matmulKernel))
  .set(binary.add, binaryKernel("Add"))
  .set(binary.sub, binaryKernel("Sub"))
  .set(binary.mul, binaryKernel("Multiply"))
  .set(binary.div, binaryKernel("RealDiv"))
  .set(binary.maximum, binaryKernel("Maximum"))
  .set(binary.minimum, binaryKernel("Minimum"))
  .set(binary.greater, greaterKernel(loopsKernel(binary.greater)))
  .set(unary.exp, unaryKernel("Exp"))
  .set(unary.log, unaryKernel("Log"))
  .set(unary.sqrt, unaryKernel("Sqrt"))
  .set(unary.tanh, unaryKernel("Tanh"))
  .set(unary.sigmoid, unaryKernel("Sigmoid"))
  .set(unary.relu, unaryKernel("Relu"))
  .set(unary.elu, unaryKernel("Elu"))
  .set(
    softmax,
    (device, [x]) => device.call("Softmax", { logits: x! }, { dim: x!.shape.length - 1 }),
  )
  .set(logSoftmax, loopsKernel(logSoftmax))
  .set(sum, sumKernel)
  .set(broadcast, loopsKernel(broadcast))
  .set(reshape, (device, [x], { shape }) => device.alias(x!, shape))
  .set(
    transpose,
    (device, [x], { permutation }) =>
      device.call("Transpose", { x: x! }, { perm: [...permutation] }),
  )
  .set(concat, (device, inputs, { axis }) => device.call("Concat", inputs, { axis }))
  .set(
    slice,
    (device, [x], { begin, size }) =>
      device.call("Slice", { x: x! }, { begin: [...begin], size: [...size] }),
  )
  .set(pad, padKernel)
  .set(gather, loopsKernel(gather))
  .set(oneHot, loopsKernel(oneHot));
