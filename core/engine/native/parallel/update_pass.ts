/**
 * The optimiser's update as one pass of vector arithmetic over any range of the weights. It reads and
 * writes each number once, where ONNX Runtime goes through the memory once per operation.
 */
import type { Node } from "../../../graph/node.ts";
import { constant, isLeaf } from "../../../graph/primitives/leaves.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { arithmetic, type PassForm } from "../../simd/elementwise.ts";
import type { WeightUpdate } from "../../step.ts";

/** A pass with what it reads and writes. */
export interface UpdatePass {
  readonly form: PassForm;
  /** For each input of the form, the name of an array or scalar, or a number. */
  readonly inputs: readonly (string | number)[];
  /** The inputs that the step is fed, such as the learning rate. */
  readonly scalars: readonly string[];
  /** For each result of the form, the name of the array that receives it. */
  readonly results: readonly string[];
}

/** Any length will do, if one can tell an array from a number by it. */
const LENGTH = 2;

/**
 * The pass that adds up the gradient's addends and updates weights and slots.
 *
 * @returns undefined if the update needs more than arithmetic on each number alone
 */
export function updatePass({ program }: WeightUpdate, addends: number): UpdatePass | undefined {
  const { nodes, updates } = program(LENGTH, addends);
  const leaves = nodes.filter((node) => node.inputs.length === 0);
  const operations = nodes.filter((node) => node.inputs.length > 0);
  const isKnown = ({ primitive, shape }: Node) =>
    primitive.name in arithmetic && (sizeOf(shape) === 1 || shape.join() === `${LENGTH}`);
  if (!operations.every(isKnown)) return undefined;
  const isScalar = (node: Node) => sizeOf(node.shape) === 1;
  const places = new Map([...leaves, ...operations].map((node, i) => [node, i]));
  const nameOf = (node: Node) => (node.attributes as { readonly name: string }).name;
  return {
    form: {
      scalars: leaves.map(isScalar),
      operations: operations.map(({ primitive: { name }, inputs }) => (
        { name, operands: inputs.map((input) => places.get(input)!) }
      )),
      results: [...updates.values()].map((node) => places.get(node)!),
    },
    inputs: leaves.map((node) => isLeaf(node, constant) ? node.attributes.data[0]! : nameOf(node)),
    scalars: leaves.filter((node) => isScalar(node) && !isLeaf(node, constant)).map(nameOf),
    results: [...updates.keys()],
  };
}
