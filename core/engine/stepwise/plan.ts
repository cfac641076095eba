/** Decides in which order a program's nodes run, and which of them run together. */
import type { Node } from "../../graph/node.ts";
import { isLeaf } from "../../graph/primitives/leaves.ts";
import * as leaves from "../../graph/primitives/leaves.ts";
import type { Program } from "../../graph/program.ts";
import { sizeOf } from "../../graph/tensor.ts";
import { arithmetic } from "../simd/elementwise.ts";

/** Nodes that run together: one node, a product with its bias, or a chain of arithmetic. */
export interface FusedNodes {
  readonly kind: "one" | "biased" | "pass";
  /** Each after its inputs. */
  readonly members: readonly Node[];
}

interface GrowingGroup extends FusedNodes {
  readonly members: Node[];
}

/** Is this node a leaf, which is not computed? */
const isAnyLeaf = (node: Node): boolean =>
  [leaves.constant, leaves.input, leaves.random, leaves.variable]
    .some((leaf) => isLeaf(node, leaf as typeof leaves.input));

/** Can this node be part of a pass? Its operands have its size, or are single numbers. */
const isArithmetic = (node: Node): boolean =>
  Object.hasOwn(arithmetic, node.primitive.name) &&
  node.inputs.every(({ shape }) => [1, sizeOf(node.shape)].includes(sizeOf(shape)));

/** The most nodes of a pass: more results would not stay in registers and bring no more speed. */
const MAX_MEMBERS = 32;

/** The groups of a program while they grow, by their members. */
class Groups {
  readonly #of = new Map<Node, GrowingGroup>();
  get(node: Node): GrowingGroup | undefined {
    return this.#of.get(node);
  }
  begin(kind: FusedNodes["kind"], ...members: Node[]): void {
    const group = { kind, members };
    for (const node of members) this.#of.set(node, group);
  }
  join(node: Node, group: GrowingGroup): void {
    group.members.push(node);
    this.#of.set(node, group);
  }
  /** The nodes that must run before a node: its inputs, and those of its group. */
  before(node: Node): Node[] {
    const group = this.#of.get(node);
    if (!group) return [...node.inputs];
    return group.members.flatMap((member) => member.inputs)
      .filter((input) => this.#of.get(input) !== group);
  }
  /** Does a node depend on a group? */
  depends(node: Node, group: GrowingGroup): boolean {
    const seen = new Set<Node>();
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (this.#of.get(next) === group) return true;
      open.push(...this.before(next));
    }
    return false;
  }
  /** All groups, each after those that it depends on. */
  ordered(nodes: readonly Node[]): FusedNodes[] {
    const order: FusedNodes[] = [];
    const done = new Set<FusedNodes>();
    const visit = (node: Node): void => {
      const group = this.#of.get(node);
      if (!group || done.has(group)) return;
      done.add(group);
      this.before(node).forEach(visit);
      order.push(group);
    };
    nodes.forEach(visit);
    return order;
  }
}

/** The product or convolution to which this node adds a bias, if no other node reads it. */
function biasedProduct(node: Node, uses: ReadonlyMap<Node, number>): Node | undefined {
  const [product, bias] = node.inputs;
  if (node.primitive.name !== "add" || !product || !bias) return undefined;
  const fits = ["conv2d", "matmul"].includes(product.primitive.name) &&
    bias.shape.length === 1 && bias.shape[0] === product.shape.at(-1);
  return fits && uses.get(product) === 1 ? product : undefined;
}

/** Groups of one node each, in the program's order. */
export const oneByOne = ({ nodes }: Program): FusedNodes[] =>
  nodes.filter((node) => !isAnyLeaf(node)).map((node) => ({ kind: "one", members: [node] }));

/** Groups of products with their biases, of chains of arithmetic, and of single nodes. */
export function fused({ nodes, outputs, updates }: Program): FusedNodes[] {
  const uses = new Map<Node, number>();
  const use = (node: Node) => uses.set(node, (uses.get(node) ?? 0) + 1);
  nodes.forEach((node) => node.inputs.forEach(use));
  [...outputs.values(), ...updates.values()].forEach(use);
  const groups = new Groups();
  for (const node of nodes) {
    const product = biasedProduct(node, uses);
    if (product) groups.begin("biased", product, node);
  }
  for (const node of nodes) {
    if (isAnyLeaf(node) || groups.get(node)) continue;
    if (!isArithmetic(node)) {
      groups.begin("one", node);
      continue;
    }
    const size = sizeOf(node.shape);
    // An input outside the group must not depend on the group: each would have to run first.
    const group = node.inputs.map((input) => groups.get(input)).find((found) =>
      found?.kind === "pass" && found.members.length < MAX_MEMBERS &&
      sizeOf(found.members[0]!.shape) === size &&
      node.inputs.every((input) => groups.get(input) === found || !groups.depends(input, found))
    );
    if (group) groups.join(node, group);
    else groups.begin("pass", node);
  }
  return groups.ordered(nodes);
}
