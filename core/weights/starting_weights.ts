/** The weights that a pipeline starts with. */
import type { Steps } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import type { DataOptions } from "../data/provenance.ts";
import type { Random } from "../base/random.ts";
import { initialWeights } from "./initial_weights.ts";
import { type Pretrained, pretrainedWeights } from "./pretrained.ts";

/**
 * Reads the weights of pretrained networks and draws all others; each drawn one has the numbers it
 * has without the networks. Throws a UserError as `pretrainedWeights` does.
 */
export async function startingWeights(
  pipeline: Steps,
  random: Random,
  options: DataOptions = {},
  source?: TensorSpec,
): Promise<Pretrained> {
  const { weights: known, provenance } = await pretrainedWeights(pipeline, options, source);
  return { weights: initialWeights(pipeline, random, source, known), provenance };
}
