/** A convolution with 3×3 kernels and its gradients by Winograd's transforms, part by part of a batch. */
import type { Pair } from "../../../dsl/ops.ts";
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { ArrayReferences, Handle } from "./memory.ts";
import { type PaddedImages, paddedImages } from "./padding.ts";
import { copyMatrix, multiplyRows, table, zeros } from "./product.ts";
import type { Simd } from "./simd.ts";
import { transformArguments } from "./transform.ts";
import {
  inImage,
  inMatrices,
  type Matrices,
  matrices,
  NUMBERS,
  type Part,
  partsOf,
  transformKernels,
} from "./winograd.ts";

const half = (output: Pair): Pair => [Math.ceil(output[0] / 2), Math.ceil(output[1] / 2)];

/** Transforms the blocks of a part's images, which have a width in pixels and `blocks` blocks each. */
function transformPart(
  simd: Simd,
  routine: string,
  images: PaddedImages,
  part: Part,
  { width, channels, blocks: [down, across] }: {
    readonly width: number;
    readonly channels: number;
    readonly blocks: Pair;
  },
  into: Matrices,
): void {
  const sizes = { runs: part.rows, blocks: across, quads: channels / 4 };
  for (let i = 0; i < part.images; i++) {
    const at = images.address(part.firstImage + i) + 8 * part.firstRow * width * channels;
    const from = inImage(at, width, channels);
    const to = inMatrices(into, channels, across, i * down * across);
    simd.run(routine, ...transformArguments(sizes, from, to), 0);
  }
}

/** Slides transformed kernels over images with `before` rows and columns of zeros before them. */
function slide(
  device: ArrayReferences,
  simd: Simd,
  x: Handle,
  kernels: Matrices,
  init: Handle,
  { before, output, filters }: {
    readonly before: Pair;
    readonly output: Pair;
    readonly filters: number;
  },
): Handle {
  const [batch = 0, , , depth = 0] = x.shape;
  const [height, width] = output;
  const blocks = half(output);
  const [down, across] = blocks;
  const size: Pair = [2 * down + 2, 2 * across + 2];
  const images = paddedImages(device, simd, x, { size, before, spacing: [1, 1] });
  const parts = partsOf(batch, blocks, depth + filters);
  const most = parts[0] ? parts[0].images * parts[0].rows * across : 0;
  const [pixels, products] = [matrices(simd, most, depth), matrices(simd, most, filters)];
  const offsets = table(simd, most, (i) => 4 * i * depth);
  const none = zeros(simd, filters);
  const result = simd.make([batch, height, width, filters]);
  // A block at the end of an odd row has more pixels than the result.
  const odd = height % 2 + width % 2 > 0;
  const whole = odd ? simd.make([2 * down, 2 * across, filters]) : undefined;
  const pixel = 4 * filters;

  const multiply = (blockCount: number) => {
    multiplyRows(simd, {
      rows: blockCount,
      left: { offsets: simd.address(offsets) },
      a: pixels.at,
      walk: { outer: 1, outerStep: 0, inner: depth },
      columns: filters,
      b: kernels.at,
      packedRows: depth,
      init: simd.address(none),
      initStep: 0,
      c: products.at,
      repeated: { count: NUMBERS, a: pixels.step, b: kernels.step, init: 0, c: products.step },
    });
  };
  const writeResult = (part: Part, i: number) => {
    const first = ((part.firstImage + i) * height + 2 * part.firstRow) * width;
    const to = simd.address(result) + first * pixel;
    const sizes = { runs: part.rows, blocks: across, quads: filters / 4 };
    const from = inMatrices(products, filters, across, i * down * across);
    const target = whole
      ? inImage(simd.address(whole), 2 * across, filters)
      : inImage(to, width, filters);
    simd.run("winograd result", ...transformArguments(sizes, from, target), simd.address(init));
    if (!whole) return;
    const rows = Math.min(2 * part.rows, height - 2 * part.firstRow);
    const skip = (2 * across - width) * pixel;
    const quads = width * filters / 4;
    simd.run("copyPixels", rows, 1, quads, 0, target.at, skip, to, width * pixel, 0);
  };
  for (const part of parts) {
    const layout = { width: size[1], channels: depth, blocks };
    transformPart(simd, "winograd image", images, part, layout, pixels);
    multiply(part.images * part.rows * across);
    for (let i = 0; i < part.images; i++) writeResult(part, i);
  }
  images.free();
  device.free(pixels.handle, products.handle, offsets, none, ...(whole ? [whole] : []));
  return result;
}

/** y = x ∗ w, plus a bias per filter if there is one. */
export function convolveByWinograd(
  device: ArrayReferences,
  simd: Simd,
  [x, w, bias]: readonly (Handle | undefined)[],
  { window: { pad, output }, kernelShape: [, , depth = 0, filters = 0] }: ConvAttributes,
): Handle {
  const kernels = transformKernels(simd, simd.address(w!), depth, filters);
  const init = bias ? device.alias(bias, bias.shape) : zeros(simd, filters);
  const before: Pair = [pad[0][0], pad[1][0]];
  const result = slide(device, simd, x!, kernels, init, { before, output, filters });
  device.free(kernels.handle, init);
  return result;
}

/** dx: dy convolved with w rotated by 180° and its channels exchanged. */
export function imageGradientByWinograd(
  device: ArrayReferences,
  simd: Simd,
  [dy, w]: readonly (Handle | undefined)[],
  { window: { pad, image }, kernelShape: [, , depth = 0, filters = 0] }: ConvAttributes,
): Handle {
  const rotated = simd.make([9, filters, depth]);
  const tap = 4 * filters * depth;
  for (let i = 0; i < 9; i++) {
    const from = simd.address(w!) + (8 - i) * tap;
    const layout = { rows: filters, columns: depth, rowStep: 4, columnStep: 4 * filters };
    copyMatrix(simd, layout, from, simd.address(rotated) + i * tap);
  }
  const kernels = transformKernels(simd, simd.address(rotated), filters, depth);
  const init = zeros(simd, depth);
  const before: Pair = [2 - pad[0][0], 2 - pad[1][0]];
  const result = slide(device, simd, dy!, kernels, init, { before, output: image, filters: depth });
  device.free(rotated, kernels.handle, init);
  return result;
}

/**
 * dw: with transformed blocks of x and of dy, each of the 16 numbers of a transformed kernel's
 * gradient is a matrix product over all blocks.
 */
export function kernelGradientByWinograd(
  device: ArrayReferences,
  simd: Simd,
  [x, dy]: readonly (Handle | undefined)[],
  { window: { pad, output }, kernelShape }: ConvAttributes,
): Handle {
  const [, , depth = 0, filters = 0] = kernelShape;
  const blocks = half(output);
  const [down, across] = blocks;
  const images = paddedImages(device, simd, x!, {
    size: [2 * down + 2, 2 * across + 2],
    before: [pad[0][0], pad[1][0]],
    spacing: [1, 1],
  });
  const grads = paddedImages(device, simd, dy!, {
    size: [2 * down, 2 * across],
    before: [0, 0],
    spacing: [1, 1],
  });
  const parts = partsOf(x!.shape[0]!, blocks, depth + filters);
  const most = parts[0] ? parts[0].images * parts[0].rows * across : 0;
  const [left, right] = [matrices(simd, most, depth), matrices(simd, most, filters)];
  const sums = matrices(simd, depth, filters);
  const none = zeros(simd, filters);
  for (const part of parts) {
    const imageLayout = { width: 2 * across + 2, channels: depth, blocks };
    transformPart(simd, "winograd image", images, part, imageLayout, left);
    const gradLayout = { width: 2 * across, channels: filters, blocks };
    transformPart(simd, "winograd result gradient", grads, part, gradLayout, right);
    const first = part === parts[0];
    multiplyRows(simd, {
      rows: depth,
      left: { innerStep: 4 * depth },
      a: left.at,
      walk: { outer: 1, outerStep: 0, inner: part.images * part.rows * across },
      columns: filters,
      b: right.at,
      init: first ? simd.address(none) : sums.at,
      initStep: first ? 0 : 4 * filters,
      c: sums.at,
      repeated: {
        ...{ count: NUMBERS, a: left.step, b: right.step },
        ...{ init: first ? 0 : sums.step, c: sums.step },
      },
    });
  }
  const result = simd.make(kernelShape);
  const tap = 4 * depth * filters;
  const target = { at: simd.address(result), run: 0, block: 0, row: 3 * tap, column: tap };
  const sizes = { runs: 1, blocks: 1, quads: depth * filters / 4 };
  const args = transformArguments(sizes, inMatrices(sums, 0, 0), target);
  simd.run("winograd kernel gradient", ...args, 0);
  images.free();
  grads.free();
  device.free(left.handle, right.handle, sums.handle, none);
  return result;
}
