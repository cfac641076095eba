/** Reverse-mode differentiation: a graph in, the graph of its gradients out. */
import { add } from "./primitives/binary.ts";
import { constantOf } from "./primitives/leaves.ts";
import { apply, type Node, topological } from "./node.ts";

/**
 * The gradients of Σ `output`·`seed` with respect to the nodes `wrt`, in their order. `seed` has
 * the output's shape; without it all ones. Only what lies between `wrt` and `output` is
 * differentiated: the gradient for an input image that nobody asked for never exists. A node that
 * the output does not depend on gets zeros.
 */
export function gradients(output: Node, wrt: readonly Node[], seed?: Node): Node[] {
  const order = topological([output]);
  const needsGrad = new Set<Node>(wrt);
  const depends = new Set<Node>();
  for (const node of order) {
    if (needsGrad.has(node) || node.inputs.some((input) => depends.has(input))) depends.add(node);
  }
  const collected = new Map<Node, Node>();
  collected.set(output, seed ?? constantOf(1, output.shape));
  for (const node of order.reverse()) {
    const dy = collected.get(node);
    if (!dy || !depends.has(node) || !node.inputs.some((input) => depends.has(input))) continue;
    if (!node.primitive.gradient) {
      throw new RangeError(`${node.primitive.name} has no gradient rule`);
    }
    const asked = node.inputs.map((input) => depends.has(input));
    node.primitive.gradient(node, dy, asked).forEach((part, i) => {
      const input = node.inputs[i]!;
      if (!part || !asked[i]) return;
      const before = collected.get(input);
      collected.set(input, before ? apply(add, [before, part], {}) : part);
    });
  }
  return wrt.map((node) => collected.get(node) ?? constantOf(0, node.shape));
}
