/**
 * Finds matrix products and convolutions whose only reader adds a bias. ONNX's Gemm computes both in
 * one operation, which saves writing the product to memory and reading it again.
 */
import type { Node } from "../../../graph/node.ts";
import type { Program } from "../../../graph/program.ts";
import { sizeOf } from "../../../graph/tensor.ts";

const PRODUCTS = new Set(["matmul", "conv2d"]);

/** The additions that Gemm can take over, each with its product and its bias. */
export function fusedBiases(
  { nodes, outputs, updates }: Program,
): Map<Node, { product: Node; bias: Node }> {
  const readers = new Map<Node, number>();
  for (
    const node of [
      ...nodes.flatMap(({ inputs }) => inputs),
      ...outputs.values(),
      ...updates.values(),
    ]
  ) {
    readers.set(node, (readers.get(node) ?? 0) + 1);
  }
  const found = new Map<Node, { product: Node; bias: Node }>();
  for (const node of nodes) {
    if (node.primitive.name !== "add") continue;
    const [a, b] = [node.inputs[0]!, node.inputs[1]!];
    for (const [product, bias] of [[a, b], [b, a]] as const) {
      const width = product.shape.at(-1);
      const fits = bias.shape.at(-1) === width && sizeOf(bias.shape) === width;
      if (
        PRODUCTS.has(product.primitive.name) && readers.get(product) === 1 && fits &&
        node.shape.join() === product.shape.join()
      ) {
        found.set(node, { product, bias });
        break;
      }
    }
  }
  return found;
}
