/** Compiles a program to an ONNX model. */
import type { Node, Shape } from "../../graph/node.ts";
import { isLeaf, type NamedLeaf, variable } from "../../graph/primitives/leaves.ts";
import type { Program } from "../../graph/program.ts";
import { sizeOf } from "../../graph/tensor.ts";
import { channelsFirstLowerings } from "./lower/channels_first.ts";
import { lowerGroupedUpdate } from "./lower/grouped_update.ts";
import { feedName } from "./lower/leaves.ts";
import type { LoweringContext } from "./lower/lower.ts";
import { lowerings } from "./lower/table.ts";
import { OnnxModel } from "./onnx_model.ts";
import { COLUMN_LIMITS, type ColumnLimits } from "./passes/columns.ts";
import { groupUpdates } from "./passes/grouped_updates.ts";
import { type UpdatePass, updatePasses } from "./passes/update_passes.ts";
import { planFor } from "./plan.ts";
import { LoweredValues } from "./values.ts";

/** A tensor that the model reads or writes, under the program's names and the model's. */
export interface Port {
  /** One name, or the names of variables that lie side by side in one tensor. */
  readonly names: readonly string[];
  readonly tensor: string;
  readonly shape: Shape;
}

/** The model, what to feed it and what to fetch from it. */
export interface Compiled {
  /** The bytes of an ONNX file. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly feeds: readonly Port[];
  readonly variables: readonly Port[];
  readonly outputs: readonly Port[];
  readonly updates: readonly Port[];
  readonly passes: readonly CompiledPass[];
}

/** An update that is not part of the model, but computed after it. */
export interface CompiledPass extends Pick<UpdatePass, "form" | "length" | "results"> {
  readonly inputs: readonly CompiledInput[];
}

/** What a pass reads: variables, one number, or tensors that the model writes side by side. */
export type CompiledInput =
  | { readonly variables: readonly string[] }
  | { readonly number: number }
  | { readonly ports: readonly Port[] };

/** How a program is compiled. */
export interface CompileSettings {
  /** How much memory convolutions may take for their columns. */
  readonly limits?: ColumnLimits;
  /** The variables' numbers, if they become constants of the model. The program has no updates. */
  readonly constants?: (variable: NamedLeaf) => Float32Array;
  /** Whether passes of vector arithmetic compute the updates of many variables. */
  readonly passes?: boolean;
}

/**
 * Compiles a program.
 *
 * @throws {RangeError} If a primitive has no lowering.
 */
export function compileProgram(
  program: Program,
  { limits = COLUMN_LIMITS, constants, passes: withPasses = false }: CompileSettings = {},
): Compiled {
  const model = new OnnxModel();
  const table = constants ? channelsFirstLowerings : lowerings;
  const values = new LoweredValues(model);
  const plan = planFor(program, limits);
  const context: LoweringContext = { model, values, plan };
  // Leaves may share a name. They then share one tensor, which is fed once.
  const declareInputs = (leaves: readonly { name: string; shape: Shape }[]): Port[] =>
    [...new Map(leaves.map((leaf) => [leaf.name, leaf])).values()].map(({ name, shape }) => (
      { names: [name], shape, tensor: model.input(feedName(name), shape) }
    ));
  const feeds = declareInputs([...program.inputs, ...program.draws]);
  const variables = constants ? [] : declareInputs(program.variables);
  for (const node of program.nodes) {
    if (plan.absorbed.has(node)) continue;
    const biased = plan.biased.get(node);
    const target = biased?.product ?? node;
    if (constants && isLeaf(node, variable)) {
      values.set(node, model.array(constants(node.attributes), node.shape));
      continue;
    }
    const lower = table[target.primitive.name];
    if (!lower) {
      throw new RangeError(`The engine native lacks the primitive ${target.primitive.name}.`);
    }
    values.set(node, lower(target, context, biased && values.plain(biased.bias)));
  }
  const declareOutputs = (ports: Iterable<readonly [string, Node]>, prefix: string): Port[] =>
    [...ports].map(([name, node]) => {
      const tensor = `${prefix} ${name}`;
      model.output(values.plain(node), tensor, node.shape);
      return { names: [name], tensor, shape: node.shape };
    });
  const outputs = declareOutputs(program.outputs, "output");
  const groups = groupUpdates(program);
  const variableSize = (name: string) => sizeOf(program.updates.get(name)!.shape);
  const { passes, rest } = withPasses
    ? updatePasses(groups, variableSize)
    : { passes: [], rest: groups };
  const groupedNames = new Set(groups.flatMap(({ updates }) => updates));
  const updates = declareOutputs(
    [...program.updates].filter(([name]) => !groupedNames.has(name)),
    "update",
  );
  const groupInputs = new Map<string, Port>();
  for (const group of rest) {
    const shape = [group.updates.reduce((sum, name) => sum + variableSize(name), 0)];
    const flat = lowerGroupedUpdate(group, context, (names) => {
      const key = JSON.stringify(names);
      const tensor = groupInputs.get(key)?.tensor ??
        model.input(`group ${groupInputs.size}`, shape);
      groupInputs.set(key, { names, tensor, shape });
      return tensor;
    });
    const tensor = `update ${group.updates[0]} and ${group.updates.length - 1} more`;
    model.output(flat, tensor, shape);
    updates.push({ names: group.updates, tensor, shape });
  }
  const compiledPasses = passes.map((pass, i): CompiledPass => ({
    ...pass,
    inputs: pass.inputs.map((input, j): CompiledInput => {
      if ("variables" in input || "number" in input) return input;
      const nodes = "parts" in input ? input.parts : [input.scalar];
      return { ports: declareOutputs(nodes.map((node, k) => [`${k}`, node]), `pass ${i} ${j}`) };
    }),
  }));
  const read = model.reads();
  // An optimiser's moving averages are read by passes or in groups, not one by one.
  const unread = new Set(
    variables.filter(({ names: [name = ""], tensor }) =>
      groupedNames.has(name) && !read.has(tensor)
    ).map(({ tensor }) => tensor),
  );
  return {
    model: model.encode(unread),
    feeds,
    variables: [
      ...variables.filter(({ tensor }) => !unread.has(tensor)),
      ...groupInputs.values(),
    ],
    outputs,
    updates,
    passes: compiledPasses,
  };
}
