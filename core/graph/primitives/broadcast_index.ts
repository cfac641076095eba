/** Shape arithmetic of broadcasting: axes of size 1, or missing in front, repeat as numpy does. */
import type { Shape } from "../node.ts";

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
