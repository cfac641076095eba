/**
 * Groups the updates that have the same formula, as an optimiser's updates of all weights have. A
 * group is computed at once, on its variables side by side in memory: that takes a dozen operations
 * per model instead of a dozen per weight, and each call of an operation has a fixed cost.
 */
import type { Node, Shape } from "../../../graph/node.ts";
import {
  constant,
  input,
  isLeaf,
  type NamedLeaf,
  variable,
} from "../../../graph/primitives/leaves.ts";
import type { Program } from "../../../graph/program.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { emitters } from "../lower/elementwise.ts";

/** An update's formula with its operands, in the order in which they first appear. */
interface Formula {
  /** Formulas are the same if their keys are equal. */
  readonly key: string;
  /** Variables of the update's shape. */
  readonly variables: readonly Node<NamedLeaf>[];
  /** Other nodes of that shape: gradients. */
  readonly values: readonly Node[];
}

/** Updates that are computed together. */
export interface GroupedUpdate {
  /** The variables that change. */
  readonly updates: readonly string[];
  /** The root of the first update's formula, which stands for all of them. */
  readonly root: Node;
  /** For each variable in that formula, the variables at its position in all formulas. */
  readonly variables: ReadonlyMap<Node, readonly string[]>;
  /** For each gradient in that formula, the gradients at its position in all formulas. */
  readonly values: ReadonlyMap<Node, readonly Node[]>;
}

const same = (a: Shape, b: Shape) => a.join() === b.join();

/** Is the node one number, such as a learning rate? */
const isScalar = (node: Node): boolean => sizeOf(node.shape) === 1;

/** Is the node an elementwise operation whose result has this shape? */
export const isElementwise = (node: Node, shape: Shape): boolean =>
  node.primitive.name in emitters && same(node.shape, shape);

function formulaOf(root: Node, scalars: Map<Node, number>): Formula | undefined {
  const { shape } = root;
  const variables: Node<NamedLeaf>[] = [];
  const values: Node[] = [];
  const steps = new Map<Node, number>();
  const indexIn = <N>(list: N[], entry: N) => {
    if (!list.includes(entry)) list.push(entry);
    return list.indexOf(entry);
  };
  const lines: string[] = [];
  const visit = (node: Node): string | undefined => {
    if (isLeaf(node, variable) && same(node.shape, shape)) return `v${indexIn(variables, node)}`;
    if (isElementwise(node, shape)) {
      if (!steps.has(node)) {
        const operands = node.inputs.map(visit);
        if (operands.includes(undefined)) return undefined;
        lines.push(`${node.primitive.name} ${operands.join()}`);
        steps.set(node, lines.length);
      }
      return `line ${steps.get(node)}`;
    }
    if (isLeaf(node, constant)) return isScalar(node) ? `= ${node.attributes.data[0]}` : undefined;
    if (same(node.shape, shape) && !isLeaf(node, input)) return `g${indexIn(values, node)}`;
    if (!isScalar(node)) return undefined;
    if (!scalars.has(node)) scalars.set(node, scalars.size);
    return `s${scalars.get(node)}`;
  };
  if (!isElementwise(root, shape) || visit(root) === undefined) return undefined;
  return { key: lines.join("; "), variables, values };
}

/** Assigns each variable to its group; undefined if a variable would be in two groups. */
function assignGroups(
  groups: readonly (readonly string[])[],
  before: ReadonlyMap<string, string>,
): Map<string, string> | undefined {
  const groupOf = new Map(before);
  for (const group of groups) {
    const key = JSON.stringify(group);
    if (new Set(group).size < group.length) return undefined;
    for (const name of group) {
      if ((groupOf.get(name) ?? key) !== key) return undefined;
      groupOf.set(name, key);
    }
  }
  return groupOf;
}

/** The groups of two and more updates. */
export function groupUpdates({ updates }: Program): GroupedUpdate[] {
  const scalars = new Map<Node, number>();
  const byFormula = new Map<string, { name: string; root: Node; formula: Formula }[]>();
  for (const [name, root] of updates) {
    const formula = formulaOf(root, scalars);
    if (!formula) continue;
    byFormula.set(formula.key, [...byFormula.get(formula.key) ?? [], { name, root, formula }]);
  }
  let groupOf = new Map<string, string>();
  const groups: GroupedUpdate[] = [];
  for (const members of byFormula.values()) {
    const { root, formula } = members[0]!;
    const names = members.map(({ name }) => name);
    const reads = formula.variables.map((_, i) =>
      members.map((member) => member.formula.variables[i]!.attributes.name)
    );
    const next = members.length < 2 ? undefined : assignGroups([names, ...reads], groupOf);
    if (!next) continue;
    groupOf = next;
    groups.push({
      updates: names,
      root,
      variables: new Map(formula.variables.map((node, i) => [node, reads[i]!])),
      values: new Map(
        formula.values.map((node, i) => [node, members.map(({ formula }) => formula.values[i]!)]),
      ),
    });
  }
  return groups;
}
