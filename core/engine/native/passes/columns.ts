/**
 * Chooses the convolutions that gather all their columns (im2col) at once, which is fastest; the
 * others go piece by piece to save memory. Columns repeat each number of the image once per tap:
 * that is little for 28×28 pixels and a gigabyte for 150×150. Columns that the forward pass shares
 * with the kernel's gradient stay in memory between the two, so a program has one budget for them.
 */
import type { Node } from "../../../graph/node.ts";
import type { Program } from "../../../graph/program.ts";
import type { ConvAttributes } from "../../../graph/primitives/conv2d.ts";
import { sizeOf } from "../../../graph/tensor.ts";

/** How many bytes columns may take. */
export interface ColumnLimits {
  /** The columns of one convolution that gathers them all at once. */
  readonly atOnce: number;
  /** All columns that a program keeps between the forward pass and the kernels' gradients. */
  readonly kept: number;
  /** The columns of one piece, where they are gathered piece by piece. */
  readonly piece: number;
}

/** The book's networks are fast with these limits, and 32 images of 150×150×32 stay under a gigabyte. */
export const COLUMN_LIMITS: ColumnLimits = {
  atOnce: 96 * 2 ** 20,
  kept: 256 * 2 ** 20,
  piece: 16 * 2 ** 20,
};

const CONVOLUTIONS = new Set(["conv2d", "conv2dImageGradient", "conv2dKernelGradient"]);

/** Bytes of a convolution's columns: 4 · N · rows · columns · taps · channels. */
const columnBytes = ({ imageShape, window, kernelShape }: ConvAttributes, channels: number) =>
  4 * imageShape[0]! * sizeOf(window.output) * kernelShape[0]! * kernelShape[1]! * channels;

/** The convolutions and gradients that gather all their columns at once. */
export function convolutionsAtOnce(
  { nodes }: Program,
  { atOnce, kept }: ColumnLimits,
): Set<Node> {
  const attributesOf = (name: string) =>
    new Set<unknown>(
      nodes.filter(({ primitive }) => primitive.name === name).map(({ attributes }) => attributes),
    );
  const learning = attributesOf("conv2dKernelGradient");
  const passedOn = attributesOf("conv2dImageGradient");
  const chosen = new Set<Node>();
  // A convolution and its gradients share their attributes, and are decided together.
  const decided = new Map<unknown, boolean>();
  let left = kept;
  for (const node of nodes) {
    if (!CONVOLUTIONS.has(node.primitive.name)) continue;
    const attributes = node.attributes as ConvAttributes;
    if (!decided.has(attributes)) {
      // The image's gradient, which the first layer does not have, gathers the output's channels.
      const [rows = 0, columns = 0, channels = 0, filters = 0] = attributes.kernelShape;
      const widest = passedOn.has(attributes) ? Math.max(channels, filters) : channels;
      const bytes = columnBytes(attributes, widest);
      const keeps = learning.has(attributes) ? bytes : 0;
      // Thin columns, as of an image with three colours, take less than half of the result's memory;
      // pieces would save little, and a result in pieces has to be put together for the pooling.
      const thin = 2 * rows * columns * widest <= filters;
      const fits = (bytes <= atOnce || thin) && keeps <= left;
      decided.set(attributes, fits);
      if (fits) left -= keeps;
    }
    if (decided.get(attributes)) chosen.add(node);
  }
  return chosen;
}
