/** Matches weights that were saved from a pipeline with a pipeline: every path and shape must agree. */
import { UserError } from "../base/errors.ts";
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import { shown } from "./layer_map.ts";

/** A scalar's shape is empty: it is shown as brackets. */
const shapeText = (shape: readonly number[]): string => shape.join("x") || "[]";

/**
 * Checks that `weights` are exactly those of the pipeline. The names may share a prefix, such as
 * Keras's `sequential/`.
 *
 * @param what Names the file in errors.
 * @param source What the pipeline's source gives, where only the data determines it.
 * @returns The weights by the pipeline's own paths.
 * @throws {UserError} If weights are missing, superfluous or of another shape; lists up to five
 * problems.
 */
export function matchSaved<Found extends { readonly shape: readonly number[] }>(
  pipeline: Steps,
  weights: Readonly<Record<string, Found>>,
  what: string,
  source?: TensorSpec,
): Record<string, Found> {
  const expected = weightsOf(pipeline, source);
  const paths = Object.keys(weights);
  const shared = commonPrefix(paths, expected.map(({ path }) => path));
  const problems: string[] = [];
  const fitting: Record<string, Found> = {};
  for (const { path, shape } of expected) {
    const found = weights[shared + path];
    if (!found) problems.push(`${path} is missing`);
    else if (found.shape.join() !== shape.join()) {
      problems.push(
        `expected ${path} of shape ${shapeText(shape)}, found ${shapeText(found.shape)}`,
      );
    } else fitting[path] = found;
  }
  const known = new Set(expected.map(({ path }) => shared + path));
  problems.push(
    ...paths.filter((path) => !known.has(path)).map((path) => `${shown(path)} belongs to no step`),
  );
  if (problems.length === 0) return fitting;
  const more = problems.length > 5 ? ` and ${problems.length - 5} more` : "";
  throw new UserError(
    `Cannot use the weights of ${what}: ${problems.slice(0, 5).join("; ")}${more}. ` +
      "Give weights that were saved from this pipeline.",
  );
}

/** The prefix of the first expected path among `paths`. */
function commonPrefix(paths: readonly string[], expected: readonly string[]): string {
  const first = expected[0];
  const found = first && paths.find((path) => path === first || path.endsWith(`/${first}`));
  return found ? found.slice(0, found.length - first.length) : "";
}
