/** The table of kernels of the engine `simd`, one entry per primitive. */
import type { Primitive, Shape } from "../../../graph/node.ts";
import * as binary from "../../../graph/primitives/binary.ts";
import {
  conv2d,
  conv2dImageGradient,
  conv2dKernelGradient,
} from "../../../graph/primitives/conv2d.ts";
import { gather, oneHot } from "../../../graph/primitives/gather.ts";
import { matmul } from "../../../graph/primitives/matmul.ts";
import { maxPool, maxPoolGradient } from "../../../graph/primitives/max_pool.ts";
import { meanPool, meanPoolGradient } from "../../../graph/primitives/mean_pool.ts";
import { reshape } from "../../../graph/primitives/reshape.ts";
import { concat, pad, slice } from "../../../graph/primitives/slice.ts";
import { logSoftmax, softmax } from "../../../graph/primitives/softmax.ts";
import { broadcast, sum } from "../../../graph/primitives/sum.ts";
import { transpose } from "../../../graph/primitives/transpose.ts";
import * as unary from "../../../graph/primitives/unary.ts";
import { type ArrayKernel, Kernels, loopsKernel } from "../../stepwise/kernel.ts";
import { convolveByTiles, imageGradientByTiles, kernelGradientByTiles } from "../convolution.ts";
import { matmulByTiles } from "../matmul.ts";
import type { ArrayReferences, Handle } from "../memory.ts";
import type { Simd } from "../simd.ts";
import { broadcastKernel, elementwiseKernel, sumKernel } from "./arithmetic.ts";
import type { SimdDevice } from "./device.ts";
import { isPlane, planeKernel } from "./plane.ts";
import { maxPoolGradientKernel, maxPoolKernel, meanPoolKernel } from "./pooling.ts";
import { transposeKernel } from "./transpose.ts";

type ByTiles<A> = (
  device: ArrayReferences,
  simd: Simd,
  inputs: readonly (Handle | undefined)[],
  attributes: A,
  shape: Shape,
) => Handle;

const tiles =
  <A>(compute: ByTiles<A>): ArrayKernel<SimdDevice, A> => (device, inputs, attributes, shape) =>
    compute(device, device.simd, inputs, attributes, shape);

const convolve = tiles(convolveByTiles);

const kernels = new Kernels<SimdDevice>()
  .set(
    conv2d,
    (device, inputs, attributes, shape) =>
      (isPlane(attributes) ? planeKernel : convolve)(device, inputs, attributes, shape),
  )
  .set(conv2dImageGradient, tiles(imageGradientByTiles))
  .set(conv2dKernelGradient, tiles(kernelGradientByTiles))
  .set(matmul, tiles(matmulByTiles))
  .set(maxPool, maxPoolKernel)
  .set(maxPoolGradient, maxPoolGradientKernel)
  .set(meanPool, meanPoolKernel)
  .set(sum, sumKernel)
  .set(broadcast, broadcastKernel)
  .set(transpose, transposeKernel)
  .set(reshape, (device, [x], { shape }) => device.alias(x!, shape));

const elementwise = [
  binary.add,
  binary.sub,
  binary.mul,
  binary.div,
  binary.maximum,
  binary.minimum,
  binary.greater,
  unary.sqrt,
  unary.relu,
];
for (const primitive of elementwise) kernels.set(primitive, elementwiseKernel(primitive.name));

/** Primitives that take so little of a network's time that their own loops suffice. */
const plain: readonly Primitive<never>[] = [
  unary.exp,
  unary.log,
  unary.tanh,
  unary.sigmoid,
  unary.elu,
  softmax,
  logSoftmax,
  meanPoolGradient,
  concat,
  slice,
  pad,
  gather,
  oneHot,
];
for (const primitive of plain) kernels.set(primitive, loopsKernel(primitive));

/** The kernels of all primitives but the leaves. */
export const simdKernels: Kernels<SimdDevice> = kernels;
