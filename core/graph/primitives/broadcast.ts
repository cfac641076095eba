/** Repeating values along axes of size 1 or missing in front, as numpy does; and its inverse, adding up. */
import { apply, type Node, type Primitive, type Shape } from "../node.ts";
import { sum } from "./sum.ts";
import { reshape } from "./reshape.ts";

/** The common shape of two operands, or a RangeError. */
export function commonShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [p, q] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    if (p !== q && p !== 1 && q !== 1) {
      throw new RangeError(`shapes [${a}] and [${b}] do not go together`);
    }
    return p === 1 ? q : p;
  });
}

/** For each element of `to`, the place in an array of shape `from` that it is read from. */
export function broadcastIndex(from: Shape, to: Shape): (flat: number) => number {
  if (from.join() === to.join()) return (flat) => flat;
  const lead = to.length - from.length;
  const strides: [size: number, step: number][] = [];
  let step = 1;
  for (let i = to.length - 1; i >= 0; i--) {
    const size = from[i - lead] ?? 1;
    strides.push([to[i]!, size === 1 ? 0 : step]);
    step *= size;
  }
  return (flat) => {
    let place = 0;
    for (const [size, stride] of strides) {
      place += (flat % size) * stride;
      flat = Math.floor(flat / size);
    }
    return place;
  };
}

/** Adds up what broadcasting repeated: the gradient's way back to the operand's own shape. */
export function sumTo(node: Node, shape: Shape): Node {
  if (node.shape.join() === shape.join()) return node;
  const { conserves } = node.primitive;
  // The gradient of a bias before a pooling: one number a channel, so the smaller array will do.
  if (conserves !== undefined && shape.length === 1) return sumTo(node.inputs[conserves]!, shape);
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
