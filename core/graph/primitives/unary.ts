/** Functions of one number, applied to every element. y stands for the result, x for the operand. */
import { apply, type Node, type Primitive } from "../node.ts";
import { add, div, greater, minimum, mul, sub } from "./binary.ts";
import { constantOf } from "./leaves.ts";

type None = Record<never, never>;

const unary = (
  name: string,
  f: (x: number) => number,
  gradient: (y: Node, dy: Node, x: Node) => Node,
): Primitive<None> => ({
  name,
  shape: ([x]) => x!,
  gradient: (node, dy) => [gradient(node as Node, dy, node.inputs[0]!)],
  compute([x], _, out) {
    for (let i = 0; i < out.data.length; i++) out.data[i] = f(x!.data[i]!);
  },
});

const two = (primitive: Primitive<None>) => (a: Node, b: Node): Node =>
  apply(primitive, [a, b], {});
const plus = two(add), minus = two(sub), times = two(mul), over = two(div);

/** eˣ. */
export const exp: Primitive<None> = unary("exp", Math.exp, (y, dy) => times(dy, y));
/** The natural logarithm. */
export const log: Primitive<None> = unary("log", Math.log, (_, dy, x) => over(dy, x));
/** √x. */
export const sqrt: Primitive<None> = unary(
  "sqrt",
  Math.sqrt,
  (y, dy) => over(times(dy, constantOf(0.5)), y),
);
/** The hyperbolic tangent; its derivative is 1 − y². */
export const tanh: Primitive<None> = unary(
  "tanh",
  Math.tanh,
  (y, dy) => times(dy, minus(constantOf(1), times(y, y))),
);
/** 1 / (1 + e⁻ˣ); its derivative is y·(1 − y). */
export const sigmoid: Primitive<None> = unary(
  "sigmoid",
  (x) => 1 / (1 + Math.exp(-x)),
  (y, dy) => times(dy, times(y, minus(constantOf(1), y))),
);
/** max(x, 0); its gradient at 0 is 0. */
export const relu: Primitive<None> = unary(
  "relu",
  (x) => Math.max(x, 0),
  (y, dy) => times(dy, two(greater)(y, constantOf(0))),
);
/** x above 0, eˣ − 1 below; its derivative is 1 above and y + 1 below, that is min(y, 0) + 1. */
export const elu: Primitive<None> = unary(
  "elu",
  (x) => x > 0 ? x : Math.expm1(x),
  (y, dy) => times(dy, plus(two(minimum)(y, constantOf(0)), constantOf(1))),
);
