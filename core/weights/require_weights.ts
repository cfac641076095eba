/** Checks a pipeline's weights where they enter. */
import { UserError } from "../base/errors.ts";
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import { requireTensor } from "../graph/border.ts";
import type { Weights } from "./initial_weights.ts";

/**
 * Checks that all weights of a pipeline are there, have their shapes and are finite. Others may be
 * there, too: a model with a new head is given the weights of the old one.
 *
 * @param action What an error says cannot be done, such as "use the weights".
 * @param source What the pipeline's source gives, where only the data determines it.
 * @throws {UserError} If a weight is missing, has another shape, or is not finite.
 */
export function requireWeights(
  action: string,
  pipeline: Steps,
  weights: Weights,
  source?: TensorSpec,
): void {
  for (const { path, shape } of weightsOf(pipeline, source)) {
    const weight = weights[path];
    if (!weight) {
      throw new UserError(
        `Cannot ${action}: expected ${path} of shape ${shape.join("x")}, found no such weight. ` +
          "Give all weights of the pipeline.",
      );
    }
    requireTensor(action, path, weight, shape);
  }
}
