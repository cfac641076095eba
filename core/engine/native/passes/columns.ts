/**
 * Which convolutions may gather all their columns at once (im2col). Columns repeat each number of
 * the image once a tap: fine for 28×28, a gigabyte for 150×150. And columns that the forward pass
 * shares with the kernel's gradient live long, so a program has one budget for them.
 */
import type { Node } from "../../../graph/node.ts";
import type { Program } from "../../../graph/program.ts";
import type { ConvAttributes } from "../../../graph/primitives/conv2d.ts";
import { sizeOf } from "../../../tensor.ts";

/** Bytes of columns a convolution may gather at once. */
const MOST_AT_ONCE = 96 * 2 ** 20;
/** Bytes of columns that a program may keep between the forward pass and the kernels' gradients. */
const MOST_KEPT = 256 * 2 ** 20;

const CONVOLUTIONS = new Set(["conv2d", "conv2dImageGradient", "conv2dKernelGradient"]);

/** Bytes of a convolution's columns: 4 · N · rows · columns · taps · channels. */
const columnBytes = ({ imageShape, window, kernelShape }: ConvAttributes, channels: number) =>
  4 * imageShape[0]! * sizeOf(window.output) * kernelShape[0]! * kernelShape[1]! * channels;

/** The nodes that may. */
export function convolutionsInRows({ nodes }: Program): Set<Node> {
  const chosen = new Set<Node>();
  const byWindow = new Map<unknown, boolean>();
  let kept = 0;
  for (const node of nodes) {
    if (!CONVOLUTIONS.has(node.primitive.name)) continue;
    const attributes = node.attributes as ConvAttributes;
    const known = byWindow.get(attributes);
    const bytes = columnBytes(attributes, Math.max(...attributes.kernelShape.slice(2)));
    const fits = known ?? (bytes <= MOST_AT_ONCE && kept + bytes <= MOST_KEPT);
    if (known === undefined) {
      byWindow.set(attributes, fits);
      if (fits) kept += bytes;
    }
    if (fits) chosen.add(node);
  }
  return chosen;
}
