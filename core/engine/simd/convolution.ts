/** Convolution and its gradients by tiles, one image at a time. No array of columns is built. */
import type { Pair } from "../../../dsl/ops.ts";
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { ArrayReferences, Handle } from "./memory.ts";
import { multiplyRows, packPanels, table, zeros } from "./product.ts";
import type { Simd } from "./simd.ts";

/** How an image is padded with zeros: around it and, for a strided convolution's gradient, between pixels. */
interface Padded {
  /** Rows and columns of the padded image. */
  readonly size: Pair;
  /** Rows and columns of zeros before the image. */
  readonly before: Pair;
  /** From one pixel to the next, down and across: 1 where no zeros are between them. */
  readonly spacing: Pair;
}

/** Calls `each` for one image after the other, with the address of the padded image. */
function eachImage(
  device: ArrayReferences,
  simd: Simd,
  x: Handle,
  { size, before, spacing }: Padded,
  each: (address: number, image: number) => void,
): void {
  const [batch = 0, height = 0, width = 0, depth = 0] = x.shape;
  const unpadded = size[0] === height && size[1] === width;
  const scratch = unpadded ? undefined : zeros(simd, size[0] * size[1] * depth);
  // Without zeros between its pixels, a row is copied like one long pixel.
  const [pixels, numbers] = spacing[1] === 1 ? [1, width * depth] : [width, depth];
  const row = 4 * size[1] * depth;
  for (let image = 0; image < batch; image++) {
    const from = simd.address(x) + 4 * image * height * width * depth;
    if (scratch) {
      const base = simd.address(scratch);
      const to = base + before[0] * row + 4 * before[1] * depth;
      const [quads, rest] = [Math.floor(numbers / 4), numbers % 4];
      const [rowStep, pixelStep] = [spacing[0] * row, 4 * spacing[1] * depth];
      simd.run("copyPixels", height, pixels, quads, rest, from, to, rowStep, pixelStep);
      each(base, image);
    } else each(from, image);
  }
  if (scratch) device.free(scratch);
}

/** How a kernel slides over padded images. */
interface Slide {
  readonly padded: Padded;
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
  eachImage(device, simd, x, padded, (address, image) => {
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
  });
  device.free(offsets);
  return result;
}

const paddedImage = ({ window: { image, pad } }: ConvAttributes): Padded => ({
  size: [image[0] + pad[0][0] + pad[0][1], image[1] + pad[1][0] + pad[1][1]],
  before: [pad[0][0], pad[1][0]],
  spacing: [1, 1],
});

/** y = x ∗ w, plus a bias per filter if there is one. */
export function convolveByTiles(
  device: ArrayReferences,
  simd: Simd,
  [x, w, bias]: readonly (Handle | undefined)[],
  attributes: ConvAttributes,
): Handle {
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
  { window, kernelShape: [height = 0, width = 0, depth = 0, filters = 0] }: ConvAttributes,
): Handle {
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
  const { window, kernelShape: [height = 0, width = 0, depth = 0, filters = 0] } = attributes;
  const { stride, dilation, output } = window;
  const padded = paddedImage(attributes);
  const pixel = 4 * depth;
  const row = padded.size[1] * pixel;
  const [none, result] = [zeros(simd, filters), simd.make(attributes.kernelShape)];
  eachImage(device, simd, x!, padded, (address, image) => {
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
  });
  device.free(none);
  return result;
}
