/**
 * Convolution of images with one channel, and its gradient. A row of a kernel on one channel is too
 * short a run of numbers for tiles. So the pixels under each weight of a filter are copied one after
 * the other, for some rows of one image at a time, which stay in the cache.
 */
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { ArrayReferences, Handle } from "./memory.ts";
import { paddedImage, paddedImages } from "./padding.ts";
import { multiplyRows, table, zeros } from "./product.ts";
import type { Simd } from "./simd.ts";

/** Does this way suit a convolution? Pixels must lie side by side, so that they are copied in quads. */
export const suitsColumns = ({ window, kernelShape }: ConvAttributes): boolean =>
  kernelShape[2] === 1 && window.stride[1] === 1 && window.size[0] * window.size[1] > 1;

/** The most numbers of the copied pixels. */
const MOST = 1 << 13;

/** The pixels under each weight of a filter, for some rows of the result: a matrix [weights, pixels]. */
interface Columns {
  readonly address: number;
  readonly image: number;
  readonly firstRow: number;
  readonly pixels: number;
}

/** Calls `each` with the pixels of one part of the batch after the other. */
function eachPart(
  device: ArrayReferences,
  simd: Simd,
  x: Handle,
  attributes: ConvAttributes,
  each: (columns: Columns) => void,
): void {
  const { window: { size, output } } = attributes;
  const weights = size[0] * size[1];
  const most = Math.min(output[0], Math.max(1, Math.floor(MOST / (weights * output[1]))));
  const scratch = simd.make([weights, most * output[1]]);
  const images = paddedImages(device, simd, x, paddedImage(attributes));
  for (let image = 0; image < x.shape[0]!; image++) {
    for (let firstRow = 0; firstRow < output[0]; firstRow += most) {
      const rows = Math.min(most, output[0] - firstRow);
      copyColumns(simd, attributes, images.address(image), firstRow, rows, simd.address(scratch));
      each({ address: simd.address(scratch), image, firstRow, pixels: rows * output[1] });
    }
  }
  images.free();
  device.free(scratch);
}

/** Copies the pixels under each weight for `rows` rows of the result. */
function copyColumns(
  simd: Simd,
  attributes: ConvAttributes,
  image: number,
  firstRow: number,
  rows: number,
  to: number,
): void {
  const { window: { size, stride, dilation, output } } = attributes;
  const [row, columns] = [4 * paddedImage(attributes).size[1], output[1]];
  const [quads, rest] = [Math.floor(columns / 4), columns % 4];
  const skip = stride[0] * row - 4 * columns;
  for (let tap = 0; tap < size[0] * size[1]; tap++) {
    const down = firstRow * stride[0] + Math.floor(tap / size[1]) * dilation[0];
    const from = image + down * row + 4 * (tap % size[1]) * dilation[1];
    const start = to + 4 * tap * rows * columns;
    simd.run("copyPixels", rows, 1, quads, rest, from, skip, start, 4 * columns, 0);
  }
}

/** y = x ∗ w, plus a bias per filter if there is one. */
export function convolveByColumns(
  device: ArrayReferences,
  simd: Simd,
  [x, w, bias]: readonly (Handle | undefined)[],
  attributes: ConvAttributes,
): Handle {
  const { window: { size, output }, kernelShape: [, , , filters = 0] } = attributes;
  const init = bias ? device.alias(bias, bias.shape) : zeros(simd, filters);
  const result = simd.make([x!.shape[0]!, ...output, filters]);
  eachPart(device, simd, x!, attributes, ({ address, image, firstRow, pixels }) => {
    const pixel = (image * output[0] + firstRow) * output[1];
    multiplyRows(simd, {
      rows: pixels,
      left: { innerStep: 4 * pixels },
      a: address,
      walk: { outer: 1, outerStep: 0, inner: size[0] * size[1] },
      columns: filters,
      b: simd.address(w!),
      init: simd.address(init),
      initStep: 0,
      c: simd.address(result) + 4 * pixel * filters,
    });
  });
  device.free(init);
  return result;
}

/** dw: the copied pixels times dy. */
export function kernelGradientByColumns(
  device: ArrayReferences,
  simd: Simd,
  [x, dy]: readonly (Handle | undefined)[],
  attributes: ConvAttributes,
): Handle {
  const { window: { size, output }, kernelShape } = attributes;
  const [rows, filters] = [size[0] * size[1], kernelShape[3]!];
  const sums = zeros(simd, rows * filters);
  const c = simd.address(sums);
  const offsets = new Map<number, Handle>();
  /** Where each weight's pixels begin. The last part of an image may have fewer than the others. */
  const offsetsOf = (pixels: number): number => {
    const handle = offsets.get(pixels) ?? table(simd, rows, (i) => 4 * i * pixels);
    offsets.set(pixels, handle);
    return simd.address(handle);
  };
  eachPart(device, simd, x!, attributes, ({ address, image, firstRow, pixels }) => {
    const pixel = (image * output[0] + firstRow) * output[1];
    multiplyRows(simd, {
      rows,
      left: { offsets: offsetsOf(pixels) },
      a: address,
      walk: { outer: 1, outerStep: 0, inner: pixels },
      columns: filters,
      b: simd.address(dy!) + 4 * pixel * filters,
      init: c,
      initStep: 4 * filters,
      c,
    });
  });
  const result = device.alias(sums, kernelShape);
  device.free(sums, ...offsets.values());
  return result;
}
