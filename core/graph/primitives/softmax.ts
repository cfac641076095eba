/** Turns scores along the last axis into probabilities, or into their logarithms, without overflow. */
import { apply, type Node, type NumberArray, type Primitive } from "../node.ts";
import { mul, sub } from "./binary.ts";
import { sum } from "./sum.ts";
import { exp } from "./unary.ts";

type None = Record<never, never>;

const total = (x: Node): Node => apply(sum, [x], { axes: [x.shape.length - 1], keepDims: true });

/** Calls `each` for every row with its offset, its largest score and Σ exp(score − largest). */
function rows(x: NumberArray, each: (start: number, top: number, sum: number) => void): void {
  const width = x.shape[x.shape.length - 1]!;
  for (let start = 0; start < x.data.length; start += width) {
    let [top, sum] = [-Infinity, 0];
    for (let i = 0; i < width; i++) top = Math.max(top, x.data[start + i]!);
    for (let i = 0; i < width; i++) sum += Math.exp(x.data[start + i]! - top);
    each(start, top, sum);
  }
}

/** yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ); dx = y·(dy − Σ dy·y). */
export const softmax: Primitive<None> = {
  name: "softmax",
  shape: ([x]) => x!,
  gradient(node, dy) {
    const y: Node = node;
    const inner = apply(sub, [dy, total(apply(mul, [dy, y], {}))], {});
    return [apply(mul, [y, inner], {})];
  },
  compute([x], _, out) {
    const width = x!.shape[x!.shape.length - 1]!;
    rows(x!, (start, top, sum) => {
      for (let i = start; i < start + width; i++) out.data[i] = Math.exp(x!.data[i]! - top) / sum;
    });
  },
};

/** yᵢ = xᵢ − log Σⱼ exp(xⱼ); dx = dy − exp(y)·Σ dy. */
export const logSoftmax: Primitive<None> = {
  name: "logSoftmax",
  shape: ([x]) => x!,
  gradient(node, dy) {
    const spread = apply(mul, [apply(exp, [node], {}), total(dy)], {});
    return [apply(sub, [dy, spread], {})];
  },
  compute([x], _, out) {
    const width = x!.shape[x!.shape.length - 1]!;
    rows(x!, (start, top, sum) => {
      const shift = top + Math.log(sum);
      for (let i = start; i < start + width; i++) out.data[i] = x!.data[i]! - shift;
    });
  },
};
