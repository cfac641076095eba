/** Whether a batch can be cut: finds out if each example's results depend on that example alone. */
import type { Node, Shape } from "./node.ts";
import { topological } from "./node.ts";
import { input, isLeaf, random } from "./primitives/leaves.ts";

/** What a node is made of: of no example, of each example its own rows, or of several together. */
type Origin = "none" | "rows" | "mixed";

/** Does the operand have the same numbers for each index on the first axis of a result? */
const repeats = (operand: Shape, result: Shape) =>
  operand.length < result.length || operand[0] === 1;

type Attributes = Readonly<Record<string, unknown>>;

/**
 * For primitives that do not work element by element: whether the rows of the result are those of the
 * first input, given its attributes. The other inputs are of no example.
 */
const KEEPS_ROWS: Readonly<Record<string, (x: Shape, to: Attributes) => boolean>> = {
  sum: (_, { axes }) => !(axes as readonly number[]).includes(0),
  matmul: (_, { transposeA }) => transposeA === false,
  conv2d: () => true,
  maxPool: () => true,
  meanPool: () => true,
  softmax: (x) => x.length > 1,
  logSoftmax: (x) => x.length > 1,
  gather: (x) => x.length > 1,
  oneHot: () => true,
  // Row-major order keeps the numbers of an example side by side; `rows` checks the new first axis.
  reshape: () => true,
  broadcast: (x, { shape }) => x.length === (shape as Shape).length,
  transpose: (_, { permutation }) => (permutation as readonly number[])[0] === 0,
  slice: (x, { size }) => (size as Shape)[0] === x[0],
  pad: (_, { before, after }) =>
    (before as readonly number[])[0] === 0 && (after as readonly number[])[0] === 0,
};

/** The primitives that work element by element, with numpy's broadcasting. */
const ELEMENTWISE = new Set(
  ("add sub mul div greater maximum minimum exp log sqrt tanh sigmoid relu elu").split(" "),
);

/**
 * Whether each example's part of some nodes depends on that example alone, so that parts of the batch
 * can be computed apart from each other. A primitive that is not known here counts as one that mixes
 * examples.
 *
 * @param roots nodes with the examples on their first axis
 * @param batch the number of examples; inputs and draws with that many rows have a row per example
 */
export function perExample(roots: readonly Node[], batch: number): boolean {
  const origins = new Map<Node, Origin>();
  for (const node of topological(roots)) origins.set(node, originOf(node, batch, origins));
  return roots.every((root) => origins.get(root) === "rows");
}

function originOf(node: Node, batch: number, origins: ReadonlyMap<Node, Origin>): Origin {
  const { primitive: { name }, inputs, shape, attributes } = node;
  if (inputs.length === 0) {
    return (isLeaf(node, input) || isLeaf(node, random)) && shape[0] === batch ? "rows" : "none";
  }
  const from = inputs.map((input) => origins.get(input)!);
  if (from.includes("mixed")) return "mixed";
  if (!from.includes("rows")) return "none";
  const rows = shape[0] !== undefined && shape[0] % batch === 0 && (
    ELEMENTWISE.has(name)
      ? inputs.every((input, i) =>
        from[i] === "rows"
          ? input.shape.length === shape.length && input.shape[0] === shape[0]
          : repeats(input.shape, shape)
      )
      : name === "concat"
      ? (attributes as Attributes)["axis"] !== 0 && from.every((origin) => origin === "rows")
      : from[0] === "rows" && from.slice(1).every((origin) => origin === "none") &&
        KEEPS_ROWS[name]?.(inputs[0]!.shape, attributes as Attributes) === true
  );
  return rows ? "rows" : "mixed";
}
