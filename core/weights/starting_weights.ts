/** The weights with which a pipeline starts: pretrained ones read, all others drawn. */
import type { Steps } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import type { DataOptions } from "../data/provenance.ts";
import type { Random } from "../base/random.ts";
import { initialWeights } from "./initial_weights.ts";
import { type Pretrained, pretrainedWeights } from "./pretrained.ts";

/**
 * Reads the weights of pretrained networks and draws all others. The drawn numbers do not depend on
 * the pretrained ones.
 *
 * @param random The stream from which weights are drawn.
 * @param source What the pipeline's source gives, where only the data determines it.
 * @throws {UserError} If pretrained weights are unavailable or belong to another network.
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
