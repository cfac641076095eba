/** Whether a batch can be cut: finds out if each example's results depend on that example alone. */
import { type Node, type Shape, topological } from "./node.ts";
import { input, isLeaf, random } from "./primitives/leaves.ts";
import { sizeOf } from "./tensor.ts";

/**
 * Where the examples are: along an axis, each with its own indices, one after the other. "none" if
 * the numbers are of no example, "mixed" if some depend on several.
 */
type Place = number | "none" | "mixed";

/** What a rule knows of a node: its operands with the axes of their examples, where they have some. */
interface Situation {
  readonly operands: readonly Shape[];
  readonly axes: readonly (number | undefined)[];
  readonly shape: Shape;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly batch: number;
}

/** The axis of the examples in the result; undefined if it mixes them. */
type Rule = (at: Situation) => number | undefined;

const numbers = (value: unknown) => value as readonly number[];

/** For rules with one operand that has examples: only the first one may. */
const first = (rule: (axis: number, x: Shape, at: Situation) => number | false): Rule => (at) => {
  const [axis, ...others] = at.axes;
  if (axis === undefined || others.some((other) => other !== undefined)) return undefined;
  const to = rule(axis, at.operands[0]!, at);
  return to === false ? undefined : to;
};

/** Arithmetic with numpy's broadcasting: the axes of all examples meet, and nothing else varies there. */
const elementwise: Rule = ({ operands, axes, shape }) => {
  const inResult = operands.map((operand, i) =>
    axes[i] === undefined ? undefined : axes[i]! + shape.length - operand.length
  );
  const to = inResult.find((axis) => axis !== undefined)!;
  const meets = (operand: Shape, i: number) => {
    const size = operand[to - shape.length + operand.length] ?? 1;
    return inResult[i] === undefined ? size === 1 : inResult[i] === to && size === shape[to];
  };
  return operands.every(meets) ? to : undefined;
};

const alone = (at: number | false): Rule => first((axis) => axis === at && at);
const notLast = first((axis, x) => axis < x.length - 1 && axis);

const RULES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    "add sub mul div greater maximum minimum exp log sqrt tanh sigmoid relu elu".split(" ")
      .map((name) => [name, elementwise]),
  ),
  conv2d: alone(0),
  maxPool: alone(0),
  meanPool: alone(0),
  softmax: notLast,
  logSoftmax: notLast,
  gather: notLast,
  oneHot: first((axis) => axis),
  matmul({ axes: [a, b], attributes: { transposeA, transposeB } }) {
    if (b === undefined) return a === (transposeA ? 1 : 0) ? 0 : undefined;
    return a === undefined && b === (transposeB ? 0 : 1) ? 1 : undefined;
  },
  sum: first((axis, _, { attributes: { axes, keepDims } }) => {
    if (numbers(axes).includes(axis)) return false;
    return keepDims ? axis : axis - numbers(axes).filter((other) => other < axis).length;
  }),
  broadcast: first((axis, x, { shape }) => {
    const to = axis + shape.length - x.length;
    return shape[to] === x[axis] && to;
  }),
  // The numbers keep their order: as many must be in front of the examples as before.
  reshape: first((axis, x, { shape, batch }) => {
    const before = sizeOf(x.slice(0, axis));
    const to = shape.findIndex((n, i) => n > 1 && sizeOf(shape.slice(0, i)) === before);
    return to >= 0 && shape[to]! % batch === 0 && to;
  }),
  transpose: first((axis, _, { attributes: { permutation } }) =>
    numbers(permutation).indexOf(axis)
  ),
  slice: first((axis, x, { shape }) => shape[axis] === x[axis] && axis),
  pad: first((axis, x, { shape }) => shape[axis] === x[axis] && axis),
  concat: ({ axes, attributes: { axis: along } }) =>
    axes.every((axis) => axis === axes[0]) && axes[0] !== along ? axes[0] : undefined,
};

/**
 * Whether each example's part of some nodes depends on that example alone, so that parts of the batch
 * can be computed apart from each other. A primitive without a rule counts as one that mixes examples.
 *
 * @param roots nodes with the examples on their first axis
 * @param batch the number of examples; inputs and draws of that size on their first axis have examples
 */
export function perExample(roots: readonly Node[], batch: number): boolean {
  const places = new Map<Node, Place>();
  for (const node of topological(roots)) places.set(node, placeIn(node, batch, places));
  return roots.every((root) => places.get(root) === 0);
}

function placeIn(node: Node, batch: number, places: ReadonlyMap<Node, Place>): Place {
  const { primitive: { name }, inputs, shape } = node;
  if (inputs.length === 0) {
    return (isLeaf(node, input) || isLeaf(node, random)) && shape[0] === batch ? 0 : "none";
  }
  const from = inputs.map((operand) => places.get(operand)!);
  if (from.includes("mixed")) return "mixed";
  if (from.every((place) => place === "none")) return "none";
  return RULES[name]?.({
    operands: inputs.map((operand) => operand.shape),
    axes: from.map((place) => typeof place === "number" ? place : undefined),
    shape,
    attributes: node.attributes as Situation["attributes"],
    batch,
  }) ?? "mixed";
}
