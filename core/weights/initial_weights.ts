/** Draws a pipeline's initial weights from a seed. */
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import type { Random } from "../base/random.ts";
import { requireMemory } from "../base/require_memory.ts";
import { weightMemory } from "../graph/memory.ts";
import type { Tensor } from "../graph/tensor.ts";

/** A pipeline's weights by path, such as `conv1/kernel`. */
export type Weights = Readonly<Record<string, Tensor>>;

/**
 * Draws all weights with their steps' initializers. Each weight has its own random stream, named by
 * its path, so that a step added to the pipeline does not change the numbers of the others.
 *
 * @param source What the pipeline's source gives, where only the data determines it.
 * @param known Weights that are used unchanged instead of drawn ones.
 * @throws {UserError} If they need too much memory.
 */
export function initialWeights(
  pipeline: Steps,
  random: Random,
  source?: TensorSpec,
  known: Weights = {},
): Weights {
  const needed = weightsOf(pipeline, source);
  requireMemory("draw the weights", weightMemory(needed));
  return Object.fromEntries(
    needed.map(({ path, shape, initializer }) => [
      path,
      known[path] ?? { shape, data: initializer(shape, random.fork(path).uniform) },
    ]),
  );
}
