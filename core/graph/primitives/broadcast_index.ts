/** Shape arithmetic of broadcasting: axes that have size 1 or are missing in front repeat, as in numpy. */
import type { Shape } from "../node.ts";

/**
 * The shape of the result of an elementwise operation on two shapes.
 *
 * @throws {RangeError} If an axis has two sizes, neither of which is 1.
 */
export function commonShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [p, q] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    if (p !== q && p !== 1 && q !== 1) {
      throw new RangeError(`shapes [${a}] and [${b}] do not fit each other`);
    }
    return p === 1 ? q : p;
  });
}

/** Maps the index of an element of `to` to the index, in an array of shape `from`, that it repeats. */
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
    let index = 0;
    for (const [size, stride] of strides) {
      index += (flat % size) * stride;
      flat = Math.floor(flat / size);
    }
    return index;
  };
}
