/** Cuts a box out of an array, pads an array with zeros, and joins arrays along an axis. */
import { sizeOf } from "../tensor.ts";
import { apply, type NumberArray, type Primitive, type Shape } from "../node.ts";

/** Copies a box between two arrays, row by row of the last axis. */
function copyBox(
  from: NumberArray,
  fromBegin: readonly number[],
  to: NumberArray,
  toBegin: readonly number[],
  size: Shape,
): void {
  const rank = size.length;
  const row = size[rank - 1] ?? 1;
  const position = new Array<number>(rank).fill(0);
  const flat = (block: NumberArray, begin: readonly number[]) =>
    position.reduce((at, p, i) => at * block.shape[i]! + p + begin[i]!, 0);
  const rows = sizeOf(size.slice(0, -1));
  for (let i = 0; i < rows; i++) {
    const start = flat(from, fromBegin);
    to.data.set(from.data.subarray(start, start + row), flat(to, toBegin));
    for (let axis = rank - 2; axis >= 0 && ++position[axis]! === size[axis]; axis--) {
      position[axis] = 0;
    }
  }
}

/** x → the box of `size` that begins at `begin`. */
export const slice: Primitive<{ readonly begin: readonly number[]; readonly size: Shape }> = {
  name: "slice",
  shape([x], { begin, size }) {
    if (x!.some((n, i) => !(begin[i]! >= 0 && size[i]! >= 1 && begin[i]! + size[i]! <= n))) {
      throw new RangeError(`slice: [${x}] has no box of [${size}] at [${begin}]`);
    }
    return size;
  },
  gradient: ({ inputs: [x], attributes: { begin, size } }, dy) => [
    apply(pad, [dy], {
      before: begin,
      after: x!.shape.map((n, i) => n - begin[i]! - size[i]!),
    }),
  ],
  compute: ([x], { begin, size }, out) => copyBox(x!, begin, out, begin.map(() => 0), size),
};

/** x → x with `before` zeros in front of each axis and `after` behind it. */
export const pad: Primitive<
  { readonly before: readonly number[]; readonly after: readonly number[] }
> = {
  name: "pad",
  shape([x], { before, after }) {
    if (before.length !== x!.length || after.length !== x!.length) {
      throw new RangeError(`pad: [${x}] needs ${x!.length} numbers before and after`);
    }
    return x!.map((n, i) => n + before[i]! + after[i]!);
  },
  gradient: ({ inputs: [x], attributes: { before } }, dy) => [
    apply(slice, [dy], { begin: before, size: x!.shape }),
  ],
  compute: ([x], { before }, out) => copyBox(x!, before.map(() => 0), out, before, x!.shape),
};

/** x0, x1, … → the arrays joined along `axis`. */
export const concat: Primitive<{ readonly axis: number }> = {
  name: "concat",
  shape(inputs, { axis }) {
    const first = inputs[0]!;
    const same = (x: Shape) =>
      x.length === first.length &&
      x.every((n, i) => i === axis || n === first[i]);
    if (axis < 0 || axis >= first.length || !inputs.every(same)) {
      throw new RangeError(`concat cannot join ${inputs.map((x) => `[${x}]`).join(", ")}`);
    }
    return first.map((n, i) => i === axis ? inputs.reduce((all, x) => all + x[axis]!, 0) : n);
  },
  gradient({ inputs, attributes: { axis } }, dy, needsGrad) {
    let at = 0;
    return inputs.map((x, i) => {
      const begin = x.shape.map((_, a) => a === axis ? at : 0);
      at += x.shape[axis]!;
      return needsGrad[i] ? apply(slice, [dy], { begin, size: x.shape }) : null;
    });
  },
  compute(inputs, { axis }, out) {
    let at = 0;
    for (const x of inputs) {
      const begin = x.shape.map((_, a) => a === axis ? at : 0);
      copyBox(x, x.shape.map(() => 0), out, begin, x.shape);
      at += x.shape[axis]!;
    }
  },
};
