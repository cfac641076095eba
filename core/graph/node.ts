/**
 * A dataflow graph of primitives. A node is one application of a primitive to other nodes; a graph
 * is whatever can be reached from the nodes one keeps. Nothing is computed here: engines do that.
 */
import type { Value } from "../../dsl/ops.ts";

/** Sizes, batch first. */
export type Shape = readonly number[];

/** Where a primitive's loops read and write; double precision serves the gradient tests. */
export type Floats = Float32Array | Float64Array;

/** An array with its shape, as a primitive's loops see it. */
export interface NumberArray {
  readonly shape: Shape;
  readonly data: Floats;
}

/** One kind of node: its shape rule, its gradient rule and its plain meaning. */
export interface Primitive<A = unknown> {
  readonly name: string;
  /** The shape of the result; throws a RangeError if the inputs don't fit. */
  shape(inputs: readonly Shape[], attributes: A): Shape;
  /**
   * The gradient of a scalar with respect to each input, given its gradient `dy` with respect to
   * this node: null where the input gets none. `needsGrad` says which are asked for.
   */
  gradient?(node: Node<A>, dy: Node, needsGrad: readonly boolean[]): readonly (Node | null)[];
  /**
   * The input that this primitive only redistributes over batch, rows and columns: the totals of
   * each channel stay. A sum over those axes may then be taken before, where there is less to add.
   */
  readonly redistributes?: number;
  /**
   * How many products of two numbers it adds up, where that is what it does; places that only
   * padding fills count too, as papers count them.
   */
  multiplications?(inputs: readonly Shape[], attributes: A): number;
  /** What the primitive means, as plain loops from `inputs` into `out` (filled with zeros). */
  compute(inputs: readonly NumberArray[], attributes: A, out: NumberArray): void;
}

/** One application of a primitive. Its shape is known from the start. */
export interface Node<A = unknown> extends Value {
  readonly primitive: Primitive<A>;
  readonly attributes: A;
  readonly inputs: readonly Node[];
  readonly shape: Shape;
}

/** Applies a primitive to nodes: checks the shapes and makes the node. */
export function apply<A>(primitive: Primitive<A>, inputs: readonly Node[], attributes: A): Node {
  const shape = primitive.shape(inputs.map((input) => input.shape), attributes);
  // A node's own primitive is the only reader of its attributes, so their type may be forgotten here.
  return { primitive, attributes, inputs, shape } as Node;
}

/** All nodes that `roots` depend on, each after its inputs; the order depends only on the graph. */
export function topological(roots: Iterable<Node>): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  for (const root of roots) {
    // An explicit stack: a deep network's graph would overflow the call stack.
    const stack: [Node, number][] = [[root, 0]];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const [node, next] = top;
      if (next === 0 && seen.has(node)) {
        stack.pop();
      } else if (next < node.inputs.length) {
        top[1]++;
        const input = node.inputs[next]!;
        if (!seen.has(input)) stack.push([input, 0]);
        if (next === 0) seen.add(node);
      } else {
        seen.add(node);
        order.push(node);
        stack.pop();
      }
    }
  }
  return order;
}
