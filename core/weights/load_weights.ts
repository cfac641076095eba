/** Reads all weights of a pipeline from one file, in any of the formats that are read here. */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import { split } from "./layer_map.ts";
import { byOrder } from "./match_order.ts";
import { matchSaved } from "./match_saved.ts";
import { type Matched, readFinite } from "./match_stored.ts";
import { openWeights, readWeightsFile } from "./open_weights.ts";
import type { StoredTensor } from "./stored_weights.ts";

/** The weights of a file under a pipeline's paths. */
export interface LoadedWeights extends Matched {
  /** Whether the file calls its layers by other names. */
  readonly renamed: boolean;
}

/**
 * Reads the weights of a pipeline from the file at `path`: safetensors, Keras's `.keras`,
 * `.weights.h5` or `.h5`, or a TensorFlow.js layers model. Layers are matched by name; if no name
 * agrees, by order and shape.
 *
 * @param source What the pipeline's source gives, where only the data determines it.
 * @throws {UserError} If the file is missing, damaged or in another format, or if a weight is
 * missing, superfluous, not finite or of another shape.
 */
export async function loadWeights(
  path: string,
  pipeline: Steps,
  source?: TensorSpec,
): Promise<LoadedWeights> {
  using stored = await openWeights(await readWeightsFile(path));
  const refuse = (problems: readonly string[]): never => {
    throw new UserError(
      `Cannot use the weights of ${stored.what}: ${problems.slice(0, 5).join("; ")}. ` +
        "Give weights that were saved from this pipeline.",
    );
  };
  const expected = weightsOf(pipeline, source);
  const named: Record<string, StoredTensor> = Object.create(null);
  for (const [name, tensor] of stored.tensors) {
    const its = split(name).filter(Boolean).join("/");
    if (Object.hasOwn(named, its)) refuse([`expected ${quoted(its)} once, found it twice`]);
    named[its] = tensor;
  }
  const layers = new Set(Object.keys(named).map((name) => split(name)[0]));
  const strangers = !expected.some((weight) => layers.has(split(weight.path)[0]));
  const matched = strangers && layers.size > 0
    ? byOrder({ ...stored, tensors: new Map(Object.entries(named)) }, expected, (p) => refuse([p]))
    : undefined;
  const all = matched && matched.found.size === stored.tensors.size
    ? Object.fromEntries(matched.found)
    : named;
  const fitting = matchSaved(pipeline, all, stored.what, source);
  const weights = await readFinite(new Map(Object.entries(fitting)), refuse);
  return all === named
    ? { weights, how: `${expected.length} weights matched by name`, renamed: false }
    : { weights, how: matched?.how ?? "", renamed: true };
}
