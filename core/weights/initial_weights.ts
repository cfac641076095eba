/** A pipeline's weights as numbers: drawn from a seed, or taken from a file. */
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import type { Random } from "../base/random.ts";
import type { Tensor } from "../graph/tensor.ts";

/** Tensors by path, such as `conv1/kernel`. */
export type Weights = Readonly<Record<string, Tensor>>;

/**
 * Draws all weights. Each has a stream of its own, named by its path, so that a step added in
 * front does not change the numbers of the others. Those in `known` are taken as they are.
 */
export function initialWeights(
  pipeline: Steps,
  random: Random,
  source?: TensorSpec,
  known: Weights = {},
): Weights {
  return Object.fromEntries(
    weightsOf(pipeline, source).map(({ path, shape, initializer }) => [
      path,
      known[path] ?? { shape, data: initializer(shape, random.fork(path).uniform) },
    ]),
  );
}
