/** Arithmetic on two arrays, element by element, with numpy's broadcasting. */
import { apply, type Node, type Primitive } from "../node.ts";
import { broadcastIndex, commonShape } from "./broadcast_index.ts";
import { sumTo } from "./sum.ts";
import { constantOf } from "./leaves.ts";

type None = Record<never, never>;
type Grads = (
  at: { a: Node; b: Node; dy: Node; y: Node },
) => readonly [(() => Node) | null, (() => Node) | null];

const binary = (
  name: string,
  f: (a: number, b: number) => number,
  grads: Grads,
): Primitive<None> => ({
  name,
  shape: ([a, b]) => commonShape(a!, b!),
  gradient(node, dy, needsGrad) {
    const [a, b] = [node.inputs[0]!, node.inputs[1]!];
    return grads({ a, b, dy, y: node }).map((grad, i) =>
      grad && needsGrad[i] ? sumTo(grad(), node.inputs[i]!.shape) : null
    );
  },
  compute([a, b], _, out) {
    const [from, other] = [
      broadcastIndex(a!.shape, out.shape),
      broadcastIndex(b!.shape, out.shape),
    ];
    for (let i = 0; i < out.data.length; i++) {
      out.data[i] = f(a!.data[from(i)]!, b!.data[other(i)]!);
    }
  },
});

const two = (primitive: Primitive<None>, a: Node, b: Node) => apply(primitive, [a, b], {});

/** a + b. */
export const add: Primitive<None> = binary(
  "add",
  (a, b) => a + b,
  ({ dy }) => [() => dy, () => dy],
);
/** a − b. */
export const sub: Primitive<None> = binary("sub", (a, b) => a - b, ({ dy }) => [
  () => dy,
  () => two(mul, dy, constantOf(-1)),
]);
/** a · b. */
export const mul: Primitive<None> = binary("mul", (a, b) => a * b, ({ a, b, dy }) => [
  () => two(mul, dy, b),
  () => two(mul, dy, a),
]);
/** a / b. */
export const div: Primitive<None> = binary("div", (a, b) => a / b, ({ b, dy, y }) => [
  () => two(div, dy, b),
  () => two(mul, two(div, two(mul, dy, y), b), constantOf(-1)),
]);
/** 1 where a > b, else 0. It is constant nearly everywhere, so it passes no gradient on. */
export const greater: Primitive<None> = binary("greater", (a, b) => a > b ? 1 : 0, () => [
  null,
  null,
]);
/** The larger of a and b. The gradient goes to the larger, to `a` if they are equal. */
export const maximum: Primitive<None> = binary("maximum", Math.max, ({ a, b, dy }) => {
  const second = two(greater, b, a);
  return [() => two(mul, dy, two(sub, constantOf(1), second)), () => two(mul, dy, second)];
});
/** The smaller of a and b. The gradient goes to the smaller, to `a` if they are equal. */
export const minimum: Primitive<None> = binary("minimum", Math.min, ({ a, b, dy }) => {
  const second = two(greater, a, b);
  return [() => two(mul, dy, two(sub, constantOf(1), second)), () => two(mul, dy, second)];
});
