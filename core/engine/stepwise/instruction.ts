/** Instructions: a group of nodes, compiled for a device. */
import type { Node } from "../../graph/node.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { Handle } from "../simd/memory.ts";
import type { ArrayDevice } from "./device.ts";
import type { Kernels } from "./kernel.ts";
import type { FusedNodes } from "./plan.ts";
import type { PassForm } from "../simd/elementwise.ts";
import type { Simd } from "../simd/simd.ts";

/** Computes the arrays of the nodes `to` from the arrays of the nodes `from`. */
export interface Instruction {
  readonly from: readonly Node[];
  readonly to: readonly Node[];
  readonly run: (inputs: readonly Handle[]) => readonly (Handle | Promise<Handle>)[];
}

function kernelOf<D extends ArrayDevice>(device: D, kernels: Kernels<D>, node: Node) {
  const kernel = kernels.get(node);
  if (kernel) return kernel;
  throw new RangeError(`The engine ${device.name} lacks the primitive ${node.primitive.name}.`);
}

/** One pass of elementwise arithmetic over arrays of one size. */
function pass(simd: Simd, members: readonly Node[], to: readonly Node[]) {
  const inside = new Set(members);
  const from = [...new Set(members.flatMap(({ inputs }) => inputs))]
    .filter((node) => !inside.has(node));
  const numbers = new Map([...from, ...members].map((node, i) => [node, i]));
  const size = sizeOf(members[0]!.shape);
  const form: PassForm = {
    scalars: from.map(({ shape }) => sizeOf(shape) === 1 && size > 1),
    operations: members.map(({ primitive: { name }, inputs }) => ({
      name,
      operands: inputs.map((input) => numbers.get(input)!),
    })),
    results: to.map((node) => numbers.get(node)!),
  };
  const run = simd.pass(form);
  return {
    from,
    to,
    run(inputs: readonly Handle[]) {
      const results = to.map(({ shape }) => simd.make(shape));
      run(Math.floor(size / 4), size % 4, ...[...inputs, ...results].map(simd.address));
      return results;
    },
  };
}

/** Compiles a group. `needed` are the nodes that other groups or the program's results read. */
export function instruction<D extends ArrayDevice>(
  device: D,
  kernels: Kernels<D>,
  { kind, members }: FusedNodes,
  needed: ReadonlySet<Node>,
): Instruction {
  const last = members.at(-1)!;
  if (kind === "pass" && device.simd) {
    return pass(device.simd, members, members.filter((node) => needed.has(node)));
  }
  // The bias follows the inputs of its product or convolution.
  const [first] = members as [Node];
  const kernel = kernelOf(device, kernels, first);
  return {
    from: kind === "biased" ? [...first.inputs, last.inputs[1]!] : first.inputs,
    to: [last],
    run: (inputs) => [kernel(device, inputs, first.attributes, first.shape)],
  };
}
