/**
 * A dataflow graph of primitives. A node is one application of a primitive to other nodes, and a
 * graph is all nodes that its results depend on. Nothing is computed here: engines do that.
 */
import type { Value } from "../../dsl/ops.ts";

/** The size of each axis; for an image batch [batch, height, width, channels]. */
export type Shape = readonly number[];

/** What a primitive's loops read and write: single precision, or double in the gradient tests. */
export type Floats = Float32Array | Float64Array;

/** An array with its shape, as a primitive's loops see it. */
export interface NumberArray {
  /** The size of each axis. */
  readonly shape: Shape;
  /** The numbers in row-major order. */
  readonly data: Floats;
}

/** One kind of node: its shape rule, its gradient rule, and its meaning as plain loops. */
export interface Primitive<A = unknown> {
  /** The name under which engines look it up. */
  readonly name: string;
  /**
   * The shape of the result.
   *
   * @throws {RangeError} If the inputs do not fit each other or the attributes.
   */
  shape(inputs: readonly Shape[], attributes: A): Shape;
  /**
   * The gradients of a scalar with respect to the inputs, given its gradient `dy` with respect to
   * this node. `needsGrad` tells which inputs need one; null stands for an input without gradient.
   */
  gradient?(node: Node<A>, dy: Node, needsGrad: readonly boolean[]): readonly (Node | null)[];
  /**
   * The number of the input that this primitive only redistributes over batch, rows and columns, so
   * that each channel keeps its total. A sum over those axes may then be taken of the input, which
   * is smaller than the result.
   */
  readonly redistributes?: number;
  /**
   * How many multiplications it takes, if it adds up products. Products with padding count too, as
   * they do in papers.
   */
  multiplications?(inputs: readonly Shape[], attributes: A): number;
  /** What the primitive means: plain loops from `inputs` into `out`, which begins as zeros. */
  compute(inputs: readonly NumberArray[], attributes: A, out: NumberArray): void;
}

/** One application of a primitive. Its shape is known as soon as it is built. */
export interface Node<A = unknown> extends Value {
  /** The primitive that it applies. */
  readonly primitive: Primitive<A>;
  /** What the primitive needs to know besides its inputs, such as a window or axes. */
  readonly attributes: A;
  /** The nodes that it is applied to. */
  readonly inputs: readonly Node[];
  /** The shape of its result. */
  readonly shape: Shape;
}

/**
 * Builds the node that applies a primitive to other nodes.
 *
 * @throws {RangeError} If the inputs' shapes do not fit.
 */
export function apply<A>(primitive: Primitive<A>, inputs: readonly Node[], attributes: A): Node {
  const shape = primitive.shape(inputs.map((input) => input.shape), attributes);
  // Only a node's own primitive reads its attributes, so their type may be dropped here.
  return { primitive, attributes, inputs, shape } as Node;
}

/** All nodes that `roots` depend on, each after its inputs. Equal graphs give equal orders. */
export function topological(roots: Iterable<Node>): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  for (const root of roots) {
    // The stack is explicit because a deep network's graph would overflow the call stack.
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
