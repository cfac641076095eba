/** From a program to an ONNX model. */
import type { Node, Shape } from "../../graph/node.ts";
import type { Program } from "../../graph/program.ts";
import { sizeOf } from "../../graph/tensor.ts";
import { lowerFamily } from "./lower/family.ts";
import { feedName } from "./lower/leaves.ts";
import type { Site } from "./lower/lower.ts";
import { lowerings } from "./lower/table.ts";
import { Model } from "./model.ts";
import { COLUMN_LIMITS, type ColumnLimits } from "./passes/columns.ts";
import { familiesOf } from "./passes/families.ts";
import { planFor } from "./plan.ts";
import { Values } from "./values.ts";

/** A tensor that goes in or out, under the program's names and the model's. */
export interface Port {
  /** One name, or those of variables that lie side by side. */
  readonly names: readonly string[];
  readonly tensor: string;
  readonly shape: Shape;
}

/** The model and what to feed and fetch. */
export interface Compiled {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly feeds: readonly Port[];
  readonly variables: readonly Port[];
  readonly outputs: readonly Port[];
  readonly updates: readonly Port[];
}

/** Compiles; a RangeError names a primitive that has no lowering. */
export function compileProgram(
  program: Program,
  limits: ColumnLimits = COLUMN_LIMITS,
): Compiled {
  const model = new Model();
  const values = new Values(model);
  const plan = planFor(program, limits);
  const site: Site = { model, values, plan };
  // Two leaves may share a name: they are fed the same numbers, once.
  const fed = (leaves: readonly { name: string; shape: Shape }[]): Port[] =>
    [...new Map(leaves.map((leaf) => [leaf.name, leaf])).values()].map(({ name, shape }) => (
      { names: [name], shape, tensor: model.input(feedName(name), shape) }
    ));
  const feeds = fed([...program.inputs, ...program.draws]);
  const variables = fed(program.variables);
  for (const node of program.nodes) {
    if (plan.absorbed.has(node)) continue;
    const biased = plan.biased.get(node);
    const target = biased?.product ?? node;
    const lower = lowerings[target.primitive.name];
    if (!lower) {
      throw new RangeError(`The engine native has no primitive ${target.primitive.name}.`);
    }
    values.set(node, lower(target, site, biased && values.plain(biased.bias)));
  }
  const given = (ports: Iterable<readonly [string, Node]>, prefix: string): Port[] =>
    [...ports].map(([name, node]) => {
      const tensor = `${prefix} ${name}`;
      model.output(values.plain(node), tensor, node.shape);
      return { names: [name], tensor, shape: node.shape };
    });
  const outputs = given(program.outputs, "output");
  const families = familiesOf(program);
  const together = new Set(families.flatMap(({ updates }) => updates));
  const updates = given([...program.updates].filter(([name]) => !together.has(name)), "update");
  const groups = new Map<string, Port>();
  for (const family of families) {
    const shape = [
      family.updates.reduce((sum, name) => sum + sizeOf(program.updates.get(name)!.shape), 0),
    ];
    const flat = lowerFamily(family, site, (names) => {
      const key = JSON.stringify(names);
      const tensor = groups.get(key)?.tensor ?? model.input(`group ${groups.size}`, shape);
      groups.set(key, { names, tensor, shape });
      return tensor;
    });
    const tensor = `update ${family.updates[0]} and ${family.updates.length - 1} more`;
    model.output(flat, tensor, shape);
    updates.push({ names: family.updates, tensor, shape });
  }
  variables.push(...groups.values());
  return { model: model.encode(), feeds, variables, outputs, updates };
}
