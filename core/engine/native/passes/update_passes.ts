/**
 * Chooses the grouped updates that one pass of vector arithmetic computes: it reads and writes each
 * number once, where ONNX Runtime goes through the memory once per operation. Adam has 12 operations.
 */
import type { Node } from "../../../graph/node.ts";
import { constant, isLeaf } from "../../../graph/primitives/leaves.ts";
import { arithmetic, type ElementOperation, type PassForm } from "../../simd/elementwise.ts";
import { type GroupedUpdate, isElementwise } from "./grouped_updates.ts";

/** What a pass reads. */
export type PassInput =
  /** Variables side by side. */
  | { readonly variables: readonly string[] }
  /** Arrays that the model computes, such as gradients, side by side. */
  | { readonly parts: readonly Node[] }
  /** One number that the model computes, or that is fed to it. */
  | { readonly scalar: Node }
  | { readonly number: number };

/** Updates of equally many numbers, computed together. */
export interface UpdatePass {
  readonly form: PassForm;
  /** How many numbers each array has. */
  readonly length: number;
  /** In the form's order. */
  readonly inputs: readonly PassInput[];
  /** For each result of the form, the variables that receive it. */
  readonly results: readonly (readonly string[])[];
}

/** The most arrays that a pass reads and writes; their blocks must fit in the cache together. */
export const MOST_ARRAYS = 32;

/** A value of a pass: an input or the result of an operation. */
type Value = readonly [kind: "input" | "operation", index: number];

/** The pass of groups that have equally many numbers; undefined if it cannot compute one of them. */
function passOf(groups: readonly GroupedUpdate[], length: number): UpdatePass | undefined {
  const inputs: PassInput[] = [];
  const operations: { readonly name: string; readonly operands: readonly Value[] }[] = [];
  const nodes = new Map<Node, number>();
  const known = new Map<string, Value>();
  const once = (key: string, make: () => Value): Value => {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
  const input = (key: string, made: PassInput) =>
    once(key, () => ["input", inputs.push(made) - 1] as const);
  const numberOf = (node: Node) => {
    if (!nodes.has(node)) nodes.set(node, nodes.size);
    return nodes.get(node);
  };
  const valueIn = ({ root, variables, values }: GroupedUpdate) => {
    const visit = (node: Node): Value => {
      const names = variables.get(node);
      if (names) return input(`variables ${JSON.stringify(names)}`, { variables: names });
      const parts = values.get(node);
      if (parts) return input(`parts ${parts.map(numberOf)}`, { parts });
      if (!isElementwise(node, root.shape)) {
        if (!isLeaf(node, constant)) return input(`scalar ${numberOf(node)}`, { scalar: node });
        const number = node.attributes.data[0]!;
        return input(`number ${Object.is(number, -0) ? "-0" : number}`, { number });
      }
      const operands = node.inputs.map(visit);
      const { name } = node.primitive;
      return once(
        `${name} ${operands.join(" ")}`,
        () => ["operation", operations.push({ name, operands }) - 1],
      );
    };
    return visit(root);
  };
  const results = groups.map(valueIn);
  if (inputs.length + results.length > MOST_ARRAYS) return;
  if (operations.some(({ name }) => !(name in arithmetic))) return;
  // Without gradients nothing may be left to the model, and ONNX Runtime refuses an empty one.
  if (!inputs.some((made) => "parts" in made)) return;
  const place = ([kind, index]: Value) => kind === "input" ? index : inputs.length + index;
  return {
    form: {
      scalars: inputs.map((made) => "scalar" in made || "number" in made),
      operations: operations.map(({ name, operands }): ElementOperation => ({
        name,
        operands: operands.map(place),
      })),
      results: results.map(place),
    },
    length,
    inputs,
    results: groups.map(({ updates }) => updates),
  };
}

/**
 * The passes, and the groups that remain for ONNX Runtime.
 *
 * @param sizeOfVariable how many numbers a variable has
 */
export function updatePasses(
  groups: readonly GroupedUpdate[],
  sizeOfVariable: (name: string) => number,
): { readonly passes: readonly UpdatePass[]; readonly rest: readonly GroupedUpdate[] } {
  const lengthOf = ({ updates }: GroupedUpdate) =>
    updates.reduce((sum, name) => sum + sizeOfVariable(name), 0);
  const passes: UpdatePass[] = [];
  const rest: GroupedUpdate[] = [];
  for (const [length, alike] of Map.groupBy(groups, lengthOf)) {
    const pass = passOf(alike, length);
    if (pass) passes.push(pass);
    else rest.push(...alike);
  }
  return { passes, rest };
}
