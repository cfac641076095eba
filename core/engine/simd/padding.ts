/** Images with zeros around them, one at a time. */
import type { Pair } from "../../../dsl/ops.ts";
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { ArrayReferences, Handle } from "./memory.ts";
import { zeros } from "./product.ts";
import type { Simd } from "./simd.ts";

/** How an image is padded with zeros: around it and, for a strided convolution's gradient, between pixels. */
export interface PaddedSize {
  /** Rows and columns of the padded image. */
  readonly size: Pair;
  /** Rows and columns of zeros before the image. */
  readonly before: Pair;
  /** From one pixel to the next, down and across: 1 where no zeros are between them. */
  readonly spacing: Pair;
}

/** The padding of a convolution's image. */
export const paddedImage = ({ window: { image, pad } }: ConvAttributes): PaddedSize => ({
  size: [image[0] + pad[0][0] + pad[0][1], image[1] + pad[1][0] + pad[1][1]],
  before: [pad[0][0], pad[1][0]],
  spacing: [1, 1],
});

/** Padded images, of which one at a time is in memory. */
export interface PaddedImages {
  /** Pads an image in place of the last one, and returns its address. */
  address(image: number): number;
  free(): void;
}

/** Pads the images of a batch [batch, height, width, channels]. Images that need no zeros are not copied. */
export function paddedImages(
  device: ArrayReferences,
  simd: Simd,
  x: Handle,
  { size, before, spacing }: PaddedSize,
): PaddedImages {
  const [, height = 0, width = 0, depth = 0] = x.shape;
  const from = (image: number) => simd.address(x) + 4 * image * height * width * depth;
  if (size[0] === height && size[1] === width) return { address: from, free: () => {} };
  const scratch = zeros(simd, size[0] * size[1] * depth);
  // Without zeros between its pixels, a row is copied like one long pixel.
  const [pixels, numbers] = spacing[1] === 1 ? [1, width * depth] : [width, depth];
  const row = 4 * size[1] * depth;
  let inMemory: number | undefined;
  return {
    address(image) {
      const base = simd.address(scratch);
      if (image === inMemory) return base;
      inMemory = image;
      const to = base + before[0] * row + 4 * before[1] * depth;
      const [quads, rest] = [Math.floor(numbers / 4), numbers % 4];
      const [rowStep, pixelStep] = [spacing[0] * row, 4 * spacing[1] * depth];
      simd.run("copyPixels", height, pixels, quads, rest, from(image), 0, to, rowStep, pixelStep);
      return base;
    },
    free: () => device.free(scratch),
  };
}
