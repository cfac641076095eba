/** Stored weights brought onto a network: names, shapes and numbers checked. */
import { UserError } from "../base/errors.ts";
import type { Weights } from "./initial_weights.ts";
import type { Tensor } from "../graph/tensor.ts";
import { underOurNames } from "./layer_map.ts";
import type { StoredWeights } from "./stored_weights.ts";

/** A weight that a network needs. */
export interface NeededWeight {
  readonly path: string;
  readonly shape: readonly number[];
}

/**
 * The weights that `needed` asks for, out of a file that may hold more (a network's top, or the
 * layers behind a cut). Numbers are read only after all names and shapes have been found right, so
 * that no claim in the file decides how much memory is taken.
 *
 * @param network Names the network in errors.
 * @throws {UserError} One sentence that lists what is missing, of another shape, or not finite.
 */
export function matchStored(
  stored: StoredWeights,
  needed: readonly NeededWeight[],
  network: string,
): Weights {
  const refuse = (problems: readonly string[]): never => {
    const more = problems.length > 5 ? ` and ${problems.length - 5} more` : "";
    throw new UserError(
      `Cannot use the weights of ${stored.what}: ${problems.slice(0, 5).join("; ")}${more}; ` +
        `use weights of ${network}.`,
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
    return [`${path} is ${tensor.shape.join("x")}, expected ${shape.join("x")}`];
  });
  if (misfits.length > 0) refuse(misfits);
  const weights: Record<string, Tensor> = {};
  const broken: string[] = [];
  for (const { path, shape } of needed) {
    const data = found.get(path)!.read();
    const bad = firstBroken(data);
    if (bad >= 0) broken.push(`${path} has ${data[bad]} at ${bad}, expected finite numbers`);
    weights[path] = { shape, data };
  }
  if (broken.length > 0) refuse(broken);
  return weights;
}

/** Where the first number stands that is not finite; -1 if all are. */
function firstBroken(data: Float32Array): number {
  // A plain loop, again for speed; x − x is 0 for finite numbers only.
  for (let i = 0; i < data.length; i++) if (data[i]! - data[i]! !== 0) return i;
  return -1;
}
