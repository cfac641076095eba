/**
 * Optimisers do the same arithmetic for every weight. Updates of equal form are computed at once, on
 * all their variables side by side: a dozen operations a model instead of a dozen a weight.
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

/** What an update is computed from, in the order of its first mention. */
interface Formula {
  /** Equal for updates that do the same. */
  readonly key: string;
  /** Variables of the update's shape. */
  readonly variables: readonly Node<NamedLeaf>[];
  /** Other values of that shape: gradients. */
  readonly values: readonly Node[];
}

/** Updates that are computed together. */
export interface GroupedUpdate {
  /** The variables that change. */
  readonly updates: readonly string[];
  /** One update's formula stands for all: its root, and what each of its leaves stands for. */
  readonly root: Node;
  readonly variables: ReadonlyMap<Node, readonly string[]>;
  readonly values: ReadonlyMap<Node, readonly Node[]>;
}

const same = (a: Shape, b: Shape) => a.join() === b.join();

/** Is it a number, the same for all updates? */
const isScalar = (node: Node): boolean => sizeOf(node.shape) === 1;

/** Is it an elementwise step of a formula for arrays of that shape? */
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

/** Each variable's group, if every variable is in one group only, however often it is read. */
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

/** The groups of at least two updates. */
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
