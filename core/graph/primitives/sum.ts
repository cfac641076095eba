/**
 * Sums along axes, and repeats along axes. They share a file because each is the other's gradient:
 * the gradient of a repeated number is the sum of its copies' gradients.
 */
import { apply, type Node, type Primitive, type Shape } from "../node.ts";
import { broadcastIndex, commonShape } from "./broadcast_index.ts";
import { reshape } from "./reshape.ts";

/** The axes to sum over, from 0, in rising order; the result keeps them with size 1 or drops them. */
export interface SumAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

const kept = (shape: readonly number[], axes: readonly number[]) =>
  shape.map((size, i) => axes.includes(i) ? 1 : size);

/** x → Σ x over `axes`. */
export const sum: Primitive<SumAttributes> = {
  name: "sum",
  shape([x], { axes, keepDims }) {
    if (axes.some((axis) => !Number.isInteger(axis) || axis < 0 || axis >= x!.length)) {
      throw new RangeError(`sum: [${x}] has no axes [${axes}]`);
    }
    return keepDims ? kept(x!, axes) : x!.filter((_, i) => !axes.includes(i));
  },
  gradient({ inputs: [x], attributes: { axes } }, dy) {
    const thin = apply(reshape, [dy], { shape: kept(x!.shape, axes) });
    return [apply(broadcast, [thin], { shape: x!.shape })];
  },
  compute([x], { axes }, out) {
    const to = broadcastIndex(kept(x!.shape, axes), x!.shape);
    for (let i = 0; i < x!.data.length; i++) out.data[to(i)]! += x!.data[i]!;
  },
};

/** Sums a gradient over the axes along which broadcasting repeated an operand of `shape`. */
export function sumTo(node: Node, shape: Shape): Node {
  if (node.shape.join() === shape.join()) return node;
  const { redistributes } = node.primitive;
  // The gradient of a bias before a pooling needs each channel's total only: the smaller array has it.
  if (redistributes !== undefined && shape.length === 1) {
    return sumTo(node.inputs[redistributes]!, shape);
  }
  const lead = node.shape.length - shape.length;
  const axes = node.shape.flatMap((size, i) =>
    i < lead || (shape[i - lead] === 1 && size !== 1) ? [i] : []
  );
  const added = axes.length > 0 ? apply(sum, [node], { axes, keepDims: true }) : node;
  return apply(reshape, [added], { shape });
}

/** x → x repeated to `shape`. */
export const broadcast: Primitive<{ readonly shape: Shape }> = {
  name: "broadcast",
  shape([x], { shape }) {
    if (commonShape(x!, shape).join() !== shape.join()) {
      throw new RangeError(`cannot repeat [${x}] to [${shape}]`);
    }
    return shape;
  },
  gradient: ({ inputs: [x] }, dy) => [sumTo(dy, x!.shape)],
  compute([x], _, out) {
    const from = broadcastIndex(x!.shape, out.shape);
    for (let i = 0; i < out.data.length; i++) out.data[i] = x!.data[from(i)]!;
  },
};
