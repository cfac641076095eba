/** Estimates the memory that a program needs, so that too much is refused before it is allocated. */
import { UserError } from "../base/errors.ts";
import { formatBytes, MEMORY_LIMIT } from "../base/memory.ts";
import type { Node } from "./node.ts";
import type { Program } from "./program.ts";
import type { ConvAttributes } from "./primitives/conv2d.ts";
import { sizeOf } from "./tensor.ts";

const BYTES_PER_NUMBER = 4;

/** The bytes of an array of 32-bit floats; a size that is not known (NaN) counts as 0. */
export const bytesOf = (shape: readonly number[]): number =>
  (sizeOf(shape) || 0) * BYTES_PER_NUMBER;

/** The most bytes that a pipeline may need: this machine's memory if Deno may ask, else 2 GiB. */
export function memoryLimit(): number {
  const permission = globalThis.Deno?.permissions.querySync({
    name: "sys",
    kind: "systemMemoryInfo",
  });
  return permission?.state === "granted"
    ? Math.max(MEMORY_LIMIT, Deno.systemMemoryInfo().total)
    : MEMORY_LIMIT;
}

/**
 * Checks that something needs no more memory than `memoryLimit()`.
 *
 * @param action What an error says cannot be done, such as "run the pipeline".
 * @param bytes What it needs at least.
 * @param largest What most of it is for, such as "conv1/kernel of 3x3x1x64".
 * @throws {UserError} If it needs more.
 */
export function requireMemory(action: string, bytes: number, largest: string): void {
  const limit = memoryLimit();
  if (bytes <= limit) return;
  throw new UserError(
    `Cannot ${action}: expected to need at most ${formatBytes(limit)} of memory, found ` +
      `${
        formatBytes(bytes)
      } or more, mostly for ${largest}. Make its sizes or the batch smaller, or ` +
      "allow this machine's memory with --allow-sys=systemMemoryInfo.",
  );
}

/**
 * Checks that weights need no more memory than `memoryLimit()`.
 *
 * @param copies How many arrays of each weight's shape there are, such as an optimiser's averages.
 * @throws {UserError} If they need more.
 */
export function requireWeightMemory(
  action: string,
  weights: readonly { readonly path: string; readonly shape: readonly number[] }[],
  copies = 1,
): void {
  let [sum, largest, text] = [0, 0, ""];
  for (const { path, shape } of weights) {
    const bytes = copies * bytesOf(shape);
    sum += bytes;
    if (bytes > largest) [largest, text] = [bytes, `${path} of ${shape.join("x")}`];
  }
  requireMemory(action, sum, text);
}

/**
 * Checks that a program needs no more memory than `memoryLimit()`: its variables, and at its worst
 * moment the results that are still needed. A convolution also counts the pixels under all its windows
 * in one image, which engines gather.
 *
 * @throws {UserError} If it needs more.
 */
export function requireProgramMemory(action: string, { nodes, outputs, updates }: Program): void {
  const lastUse = new Map<Node, number>();
  nodes.forEach((node, i) => node.inputs.forEach((input) => lastUse.set(input, i)));
  for (const node of [...outputs.values(), ...updates.values()]) lastUse.set(node, nodes.length);
  const endsAt = Map.groupBy(lastUse, ([, i]) => i);
  let [live, kept, worst] = [0, 0, 0];
  let largest: { readonly bytes: number; readonly text: string } = { bytes: 0, text: "" };
  const count = (bytes: number, text: () => string) => {
    if (bytes > largest.bytes) largest = { bytes, text: text() };
    return bytes;
  };
  nodes.forEach((node, i) => {
    const { name } = node.primitive;
    const shape = node.shape.join("x");
    if (name === "variable") kept += count(ownBytes(node), () => `${leafName(node)} of ${shape}`);
    else live += count(ownBytes(node), () => `the result of ${name}, ${shape}`);
    const gathered = count(gatheredBytes(node), () => `the windows of a convolution to ${shape}`);
    worst = Math.max(worst, kept + live + gathered);
    for (const [done] of endsAt.get(i) ?? []) {
      if (done.primitive.name !== "variable") live -= ownBytes(done);
    }
  });
  requireMemory(action, worst, largest.text);
}

const leafName = ({ attributes }: Node): string => (attributes as { readonly name: string }).name;

/** A reshape shares its input's memory. */
const ownBytes = ({ primitive, shape }: Node): number =>
  primitive.name === "reshape" ? 0 : bytesOf(shape);

function gatheredBytes({ primitive, attributes }: Node): number {
  if (primitive.name !== "conv2d") return 0;
  const { window, kernelShape: [rows = 0, columns = 0, depth = 0] } = attributes as ConvAttributes;
  return bytesOf([...window.output, rows, columns, depth]);
}
