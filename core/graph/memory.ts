/** Estimates the memory that weights and programs need, from their shapes alone. */
import type { MemoryNeed } from "../base/require_memory.ts";
import type { Node } from "./node.ts";
import type { Program } from "./program.ts";
import type { ConvAttributes } from "./primitives/conv2d.ts";
import { sizeOf } from "./tensor.ts";

const BYTES_PER_NUMBER = 4;

/** The bytes of an array of 32-bit floats; a size that is not known (NaN) counts as 0. */
const bytesOf = (shape: readonly number[]): number => (sizeOf(shape) || 0) * BYTES_PER_NUMBER;

/** The memory of one array of 32-bit floats. */
export const arrayMemory = (name: string, shape: readonly number[]): MemoryNeed => ({
  bytes: bytesOf(shape),
  largest: `${name}, ${shape.join("x")}`,
});

/**
 * The memory of weights.
 *
 * @param copies How many arrays of each weight's shape there are, with an optimiser's averages.
 */
export function weightMemory(
  weights: readonly { readonly path: string; readonly shape: readonly number[] }[],
  copies = 1,
): MemoryNeed {
  const all = weights.map(({ path, shape }) => arrayMemory(path, shape));
  return {
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) * copies,
    largest: all.reduce((a, b) => b.bytes > a.bytes ? b : a, { bytes: 0, largest: "" }).largest,
  };
}

/**
 * The memory that a program needs at its worst moment: its variables and the results that are still
 * needed. A convolution also counts the pixels under all its windows in one image, which engines
 * gather.
 */
export function programMemory({ nodes, outputs, updates }: Program): MemoryNeed {
  // A reshape shares its input's memory, which is therefore needed as long as the reshape is.
  const owners = new Map<Node, Node>();
  for (const node of nodes) {
    const [first] = node.inputs;
    owners.set(node, node.primitive.name === "reshape" && first ? owners.get(first)! : node);
  }
  const lastUse = new Map<Node, number>();
  nodes.forEach((node, i) => node.inputs.forEach((input) => lastUse.set(owners.get(input)!, i)));
  for (const node of [...outputs.values(), ...updates.values()]) {
    lastUse.set(owners.get(node)!, nodes.length);
  }
  const endsAt = Map.groupBy(lastUse.keys(), (node) => lastUse.get(node));
  let [live, worst] = [0, 0];
  let most: MemoryNeed = { bytes: 0, largest: "" };
  nodes.forEach((node, i) => {
    const [own, gathered] = [resultMemory(node), gatheredMemory(node)];
    for (const need of [own, gathered]) if (need.bytes > most.bytes) most = need;
    live += own.bytes;
    worst = Math.max(worst, live + gathered.bytes);
    for (const done of endsAt.get(i) ?? []) {
      if (done.primitive.name !== "variable") live -= resultMemory(done).bytes;
    }
  });
  return { bytes: worst, largest: most.largest };
}

function resultMemory({ primitive: { name }, attributes, shape }: Node): MemoryNeed {
  if (name === "variable") {
    return arrayMemory((attributes as { readonly name: string }).name, shape);
  }
  return name === "reshape"
    ? { bytes: 0, largest: "" }
    : arrayMemory(`the result of ${name}`, shape);
}

function gatheredMemory({ primitive, attributes, shape }: Node): MemoryNeed {
  if (primitive.name !== "conv2d") return { bytes: 0, largest: "" };
  const { window, kernelShape: [rows = 0, columns = 0, depth = 0] } = attributes as ConvAttributes;
  return {
    bytes: bytesOf([...window.output, rows, columns, depth]),
    largest: `the windows of the convolution to ${shape.join("x")}`,
  };
}
