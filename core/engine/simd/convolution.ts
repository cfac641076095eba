/** Convolution and its gradients by tiles, one image at a time. No array of columns is built. */
import type { Pair } from "../../../dsl/ops.ts";
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { ArrayReferences, Handle } from "./memory.ts";
import { paddedImage, paddedImages, type PaddedSize } from "./padding.ts";
import { multiplyRows, packPanels, table, zeros } from "./product.ts";
import type { Simd } from "./simd.ts";
import { convolveByColumns, kernelGradientByColumns, suitsColumns } from "./columns.ts";

/** How a kernel slides over padded images. */
interface Slide {
  readonly padded: PaddedSize;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly output: Pair;
}

/** Slides packed weights over images: each output pixel is a row of a product, read directly from the image. */
function slide(
  device: ArrayReferences,
  simd: Simd,
  x: Handle,
  weights: Handle,
  init: Handle,
  { padded, kernel, stride, dilation, output }: Slide,
): Handle {
  const [batch = 0, , , depth = 0] = x.shape;
  const [taps = 0, filters = 0] = weights.shape;
  const rows = output[0] * output[1];
  const pixel = 4 * depth;
  const row = padded.size[1] * pixel;
  const offsets = table(
    simd,
    rows,
    (i) => Math.floor(i / output[1]) * stride[0] * row + (i % output[1]) * stride[1] * pixel,
  );
  const result = simd.make([batch, ...output, filters]);
  // A row of pixels side by side is one run of numbers. If dilated, each kernel row is its own product.
  const dense = dilation[1] === 1;
  const walk = dense
    ? {
      outer: kernel[0],
      outerStep: dilation[0] * row,
      inner: kernel[1] * depth,
    }
    : { outer: kernel[1], outerStep: dilation[1] * pixel, inner: depth };
  const images = paddedImages(device, simd, x, padded);
  for (let image = 0; image < batch; image++) {
    const address = images.address(image);
    const c = simd.address(result) + 4 * image * rows * filters;
    for (let i = 0; i < (dense ? 1 : kernel[0]); i++) {
      multiplyRows(simd, {
        rows,
        left: { offsets: simd.address(offsets) },
        a: address + i * dilation[0] * row,
        walk,
        columns: filters,
        b: simd.address(weights),
        packedRows: taps,
        first: i * kernel[1] * depth,
        init: i === 0 ? simd.address(init) : c,
        initStep: i === 0 ? 0 : 4 * filters,
        c,
      });
    }
  }
  images.free();
  device.free(offsets);
  return result;
}

/** y = x ∗ w, plus a bias per filter if there is one. */
export function convolveByTiles(
  device: ArrayReferences,
  simd: Simd,
  [x, w, bias]: readonly (Handle | undefined)[],
  attributes: ConvAttributes,
): Handle {
  if (suitsColumns(attributes)) return convolveByColumns(device, simd, [x, w, bias], attributes);
  if (simd.winograd?.suits(attributes)) {
    return simd.winograd.convolve(device, simd, [x, w, bias], attributes);
  }
  const { window, kernelShape: [height = 0, width = 0, depth = 0, filters = 0] } = attributes;
  const rows = height * width * depth;
  const shape = { rows, columns: filters, rowStep: 4 * filters, columnStep: 4 };
  const weights = packPanels(simd, shape, [{ rows, from: simd.address(w!), first: 0 }]);
  const init = bias ? device.alias(bias, bias.shape) : zeros(simd, filters);
  const result = slide(device, simd, x!, weights, init, {
    ...window,
    padded: paddedImage(attributes),
    kernel: window.size,
  });
  device.free(weights, init);
  return result;
}

/** dx: dy, spread by the stride, convolved with w rotated by 180° and its channels exchanged. */
export function imageGradientByTiles(
  device: ArrayReferences,
  simd: Simd,
  [dy, w]: readonly (Handle | undefined)[],
  attributes: ConvAttributes,
): Handle {
  if (simd.winograd?.suits(attributes)) {
    return simd.winograd.imageGradient(device, simd, [dy, w], attributes);
  }
  const { window, kernelShape: [height = 0, width = 0, depth = 0, filters = 0] } = attributes;
  const { size, stride, dilation, pad, image } = window;
  const taps = height * width;
  const weights = packPanels(
    simd,
    { rows: taps * filters, columns: depth, rowStep: 4, columnStep: 4 * filters },
    Array.from({ length: taps }, (_, tap) => ({
      rows: filters,
      from: simd.address(w!) + 4 * (taps - 1 - tap) * depth * filters,
      first: tap * filters,
    })),
  );
  const fullPad = [0, 1].map((axis) => (size[axis]! - 1) * dilation[axis]!) as [number, number];
  const init = zeros(simd, depth);
  const result = slide(device, simd, dy!, weights, init, {
    padded: {
      size: [image[0] + fullPad[0], image[1] + fullPad[1]],
      before: [fullPad[0] - pad[0][0], fullPad[1] - pad[1][0]],
      spacing: stride,
    },
    kernel: size,
    stride: [1, 1],
    dilation,
    output: image,
  });
  device.free(weights, init);
  return result;
}

/**
 * dw: one row of a product per weight of a filter, whose left side is the pixels under that weight.
 * The rows of the channels under one tap lie abreast.
 */
export function kernelGradientByTiles(
  device: ArrayReferences,
  simd: Simd,
  [x, dy]: readonly (Handle | undefined)[],
  attributes: ConvAttributes,
): Handle {
  if (suitsColumns(attributes)) return kernelGradientByColumns(device, simd, [x, dy], attributes);
  if (simd.winograd?.suits(attributes)) {
    return simd.winograd.kernelGradient(device, simd, [x, dy], attributes);
  }
  const { window, kernelShape: [height = 0, width = 0, depth = 0, filters = 0] } = attributes;
  const { stride, dilation, output } = window;
  const padded = paddedImage(attributes);
  const pixel = 4 * depth;
  const row = padded.size[1] * pixel;
  const [none, result] = [zeros(simd, filters), simd.make(attributes.kernelShape)];
  const images = paddedImages(device, simd, x!, padded);
  for (let image = 0; image < x!.shape[0]!; image++) {
    const address = images.address(image);
    for (let tap = 0; tap < height * width; tap++) {
      const [down, across] = [Math.floor(tap / width) * dilation[0], (tap % width) * dilation[1]];
      const c = simd.address(result) + 4 * tap * depth * filters;
      multiplyRows(simd, {
        rows: depth,
        left: { innerStep: stride[1] * pixel },
        a: address + down * row + across * pixel,
        walk: { outer: output[0], outerStep: stride[0] * row, inner: output[1] },
        columns: filters,
        b: simd.address(dy!) + 4 * image * output[0] * output[1] * filters,
        init: image === 0 ? simd.address(none) : c,
        initStep: image === 0 ? 0 : 4 * filters,
        c,
      });
    }
  }
  images.free();
  device.free(none);
  return result;
}
