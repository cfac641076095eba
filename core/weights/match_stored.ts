/** Matches the weights of a file with a network: checks names, shapes and numbers. */
import { UserError } from "../base/errors.ts";
import type { Weights } from "./initial_weights.ts";
import type { Tensor } from "../graph/tensor.ts";
import { underOurNames } from "./layer_map.ts";
import { byOrder } from "./match_order.ts";
import type { StoredTensor, StoredWeights } from "./stored_weights.ts";

/** Weights by a pipeline's own paths, and how they were found in the file. */
export interface Matched {
  readonly weights: Weights;
  /** In words: "10 weights matched by order and shape: first_filters → conv1, …". */
  readonly how: string;
}

/** A weight that a network needs: its path, such as `conv1/kernel`, and its shape. */
export interface NeededWeight {
  readonly path: string;
  readonly shape: readonly number[];
}

/**
 * Reads the weights that a network needs from a file that may contain more, such as the network's
 * top or the layers after a cut. Layers are matched by name; if no name agrees, by order and shape.
 * Numbers are read only if all names and shapes are right, so that the
 * network and not the file decides how much memory is allocated.
 *
 * @param network Names the network in errors.
 * @throws {UserError} If weights are missing, have another shape, or are not finite; lists up to five
 * problems.
 */
export async function matchStored(
  stored: StoredWeights,
  needed: readonly NeededWeight[],
  network: string,
): Promise<Matched> {
  const refuse = (problems: readonly string[]): never => {
    const more = problems.length > 5 ? ` and ${problems.length - 5} more` : "";
    throw new UserError(
      `Cannot use the weights of ${stored.what}: ${problems.slice(0, 5).join("; ")}${more}. ` +
        `Give weights of ${network}.`,
    );
  };
  const fail = (problem: string): never => refuse([problem]);
  let how = `${needed.length} weights matched by name`;
  let found = underOurNames(stored.tensors, needed.map(({ path }) => path), fail);
  if (found.size === 0 && needed.length > 0) {
    const matched = byOrder(stored, needed, fail);
    if (matched) ({ found, how } = matched);
  }
  const misfits = needed.flatMap(({ path, shape }) => {
    const tensor = found.get(path);
    if (!tensor) return [`${path} is missing`];
    if (tensor.shape.join() === shape.join()) return [];
    return [`expected ${path} of shape ${shape.join("x")}, found ${tensor.shape.join("x")}`];
  });
  if (misfits.length > 0) refuse(misfits);
  const fitting = new Map(needed.map(({ path }) => [path, found.get(path)!]));
  return { weights: await readFinite(fitting, refuse), how };
}

/**
 * Reads the numbers of tensors.
 *
 * @param refuse Throws the error; gets one problem per tensor with a number that is not finite.
 */
export async function readFinite(
  tensors: ReadonlyMap<string, StoredTensor>,
  refuse: (problems: readonly string[]) => never,
): Promise<Weights> {
  const weights: Record<string, Tensor> = {};
  const notFinite: string[] = [];
  for (const [path, { shape, read }] of tensors) {
    const data = await read();
    const bad = firstNotFinite(data);
    if (bad >= 0) {
      notFinite.push(`expected finite numbers in ${path}, found ${data[bad]} at index ${bad}`);
    }
    weights[path] = { shape, data };
  }
  if (notFinite.length > 0) refuse(notFinite);
  return weights;
}

/** The index of the first number that is not finite; -1 if all are. */
function firstNotFinite(data: Float32Array): number {
  // A plain loop for speed: networks have millions of numbers. x − x is 0 for finite numbers only.
  for (let i = 0; i < data.length; i++) if (data[i]! - data[i]! !== 0) return i;
  return -1;
}
