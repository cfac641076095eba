/** Trains a model on examples as its pipeline's `train` says. */
import type { Steps } from "../../dsl/pipeline.ts";
import { rule, type Training } from "../../dsl/step.ts";
import { trainingRows } from "./shuffle.ts";
import { type Examples, slicedExamples } from "./batch.ts";
import type { Model } from "../model/model.ts";
import { type History, type LoopOptions, train } from "./loop.ts";

/** What may stand instead of the pipeline's own words. */
export interface TrainingOverrides {
  readonly epochs?: number;
  readonly batchSize?: number;
}

/** How the pipeline says it is trained; undefined if it doesn't end in `train`. */
export function trainingOf(
  { steps }: Steps,
  { epochs, batchSize }: TrainingOverrides = {},
): Training | undefined {
  const said = steps.map((step) => step[rule].training).find((training) => training);
  return said &&
    { ...said, epochs: epochs ?? said.epochs, batchSize: batchSize ?? said.batchSize };
}

/** Trains in place; the last examples validate, as many as `validationSplit` says. */
export function fit(
  model: Model,
  training: Training,
  examples: Examples,
  options: Omit<LoopOptions, "train" | "validation">,
): Promise<History> {
  const rows = trainingRows(examples.count, training.validationSplit);
  return train(model, training, {
    ...options,
    train: slicedExamples(examples, 0, rows),
    ...(rows < examples.count && { validation: slicedExamples(examples, rows, examples.count) }),
  });
}
