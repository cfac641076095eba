/** Matches the weights of a file with a network: checks names, shapes and numbers. */
import { UserError } from "../base/errors.ts";
import type { Weights } from "./initial_weights.ts";
import type { Tensor } from "../graph/tensor.ts";
import { underOurNames } from "./layer_map.ts";
import type { StoredWeights } from "./stored_weights.ts";

/** A weight that a network needs: its path, such as `conv1/kernel`, and its shape. */
export interface NeededWeight {
  readonly path: string;
  readonly shape: readonly number[];
}

/**
 * Reads the weights that a network needs from a file that may contain more, such as the network's
 * top or the layers after a cut. Numbers are read only if all names and shapes are right, so that the
 * network and not the file decides how much memory is allocated.
 *
 * @param network Names the network in errors.
 * @throws {UserError} If weights are missing, have another shape, or are not finite; lists up to five
 * problems.
 */
export function matchStored(
  stored: StoredWeights,
  needed: readonly NeededWeight[],
  network: string,
): Weights {
  const refuse = (problems: readonly string[]): never => {
    const more = problems.length > 5 ? ` and ${problems.length - 5} more` : "";
    throw new UserError(
      `Cannot use the weights of ${stored.what}: ${problems.slice(0, 5).join("; ")}${more}. ` +
        `Give weights of ${network}.`,
    );
  };
  const found = underOurNames(
    stored.tensors,
    needed.map(({ path }) => path),
    (problem) => refuse([problem]),
  );
  const misfits = needed.flatMap(({ path, shape }) => {
    const tensor = found.get(path);
    if (!tensor) return [`${path} is missing`];
    if (tensor.shape.join() === shape.join()) return [];
    return [`expected ${path} of shape ${shape.join("x")}, found ${tensor.shape.join("x")}`];
  });
  if (misfits.length > 0) refuse(misfits);
  const weights: Record<string, Tensor> = {};
  const notFinite: string[] = [];
  for (const { path, shape } of needed) {
    const data = found.get(path)!.read();
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
