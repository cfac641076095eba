/** Trains a model on examples as the `train` step of its pipeline says. */
import type { Steps } from "../../dsl/pipeline.ts";
import { rule, type Training } from "../../dsl/step.ts";
import { trainingRows } from "./shuffle.ts";
import { type Examples, sliceExamples } from "./batch.ts";
import type { Model } from "../model/model.ts";
import { checkpointKey } from "./checkpoint_key.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { History } from "./history.ts";
import { type LoopOptions, trainEpochs } from "./loop.ts";

/** Numbers that replace those of the pipeline's `train` step. */
export interface TrainingOverrides {
  /** How many times all training examples are seen. */
  readonly epochs?: number;
  /** The number of examples per update. */
  readonly batchSize?: number;
}

/** What `fitExamples` needs besides the model and the examples. */
export interface FitExamplesOptions
  extends Omit<LoopOptions, "train" | "validation" | "checkpoint"> {
  /**
   * Where the training's state is kept after its epochs, so that the same training continues from there
   * if it was killed. Unused with `onStep`, which is called for every step.
   */
  readonly checkpoints?: Checkpoints;
}

/** Finds how a pipeline is trained; undefined if it has no `train` step. */
export function trainingOf(
  { steps }: Steps,
  { epochs, batchSize }: TrainingOverrides = {},
): Training | undefined {
  const training = steps.map((step) => step[rule].training).find((training) => training);
  return training && {
    ...training,
    epochs: epochs ?? training.epochs,
    batchSize: batchSize ?? training.batchSize,
  };
}

/**
 * Trains a model in place. The share `training.validationSplit` of the examples, from the end,
 * validates; the others train.
 *
 * @throws {UserError} If the targets have another size than the loss expects.
 */
export async function fitExamples(
  model: Model,
  training: Training,
  examples: Examples,
  { checkpoints, ...options }: FitExamplesOptions,
): Promise<History> {
  const rows = trainingRows(examples.count, training.validationSplit);
  const checkpoint = checkpoints && !options.onStep &&
    await checkpoints.open(await checkpointKey(model, training, examples, options.random));
  return await trainEpochs(model, training, {
    ...options,
    ...(checkpoint && { checkpoint }),
    train: sliceExamples(examples, 0, rows),
    ...(rows < examples.count && { validation: sliceExamples(examples, rows, examples.count) }),
  });
}
