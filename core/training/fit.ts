/** Trains a model on examples as the `train` step of its pipeline says. */
import type { Steps } from "../../dsl/pipeline.ts";
import { rule, type Training } from "../../dsl/step.ts";
import { trainingRows } from "./shuffle.ts";
import { type Examples, sliceExamples } from "./batch.ts";
import type { Model } from "../model/model.ts";
import { type History, type LoopOptions, trainEpochs } from "./loop.ts";

/** Numbers that replace those of the pipeline's `train` step. */
export interface TrainingOverrides {
  /** How many times all training examples are seen. */
  readonly epochs?: number;
  /** The number of examples per update. */
  readonly batchSize?: number;
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
export function fitExamples(
  model: Model,
  training: Training,
  examples: Examples,
  options: Omit<LoopOptions, "train" | "validation">,
): Promise<History> {
  const rows = trainingRows(examples.count, training.validationSplit);
  return trainEpochs(model, training, {
    ...options,
    train: sliceExamples(examples, 0, rows),
    ...(rows < examples.count && { validation: sliceExamples(examples, rows, examples.count) }),
  });
}
