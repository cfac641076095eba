/** Reverse-mode differentiation: turns a graph into the graph of its gradients. */
import { add } from "./primitives/binary.ts";
import { constantOf } from "./primitives/leaves.ts";
import { apply, type Node, topological } from "./node.ts";

/**
 * The gradients of Σ `output`·`seed` with respect to the nodes `wrt`. Only nodes between `wrt` and
 * `output` are differentiated: the gradient of an input image that is not in `wrt` is never built.
 *
 * @param output a node of any shape
 * @param wrt the nodes to differentiate with respect to
 * @param seed a node of the output's shape; all ones by default
 * @returns one node per entry of `wrt`, in its order and of its shape; zeros for a node that the
 * output does not depend on
 * @throws {RangeError} If a primitive on the way has no gradient rule.
 */
export function gradients(output: Node, wrt: readonly Node[], seed?: Node): Node[] {
  const order = topological([output]);
  const targets = new Set<Node>(wrt);
  const depends = new Set<Node>();
  for (const node of order) {
    if (targets.has(node) || node.inputs.some((input) => depends.has(input))) depends.add(node);
  }
  const collected = new Map<Node, Node>();
  collected.set(output, seed ?? constantOf(1, output.shape));
  for (const node of order.reverse()) {
    const dy = collected.get(node);
    if (!dy || !depends.has(node) || !node.inputs.some((input) => depends.has(input))) continue;
    if (!node.primitive.gradient) {
      throw new RangeError(`${node.primitive.name} has no gradient rule`);
    }
    const needsGrad = node.inputs.map((input) => depends.has(input));
    node.primitive.gradient(node, dy, needsGrad).forEach((part, i) => {
      const input = node.inputs[i]!;
      if (!part || !needsGrad[i]) return;
      const before = collected.get(input);
      collected.set(input, before ? apply(add, [before, part], {}) : part);
    });
  }
  return wrt.map((node) => collected.get(node) ?? constantOf(0, node.shape));
}
