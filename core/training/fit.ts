/** Trains a model on examples as the `train` step of its pipeline says. */
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import { UserError } from "../base/errors.ts";
import { divergedWeight } from "./divergence.ts";
import { requireExamples, sortedHint } from "./targets.ts";
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
  /** Called with a sentence if the examples seem to be sorted by class. */
  readonly onHint?: (hint: string) => void;
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
 * @throws {UserError} If an input is not finite, if a target is none that the loss takes, or if no
 * example is left to train.
 * @throws {DivergedError} If the loss or a weight is no longer finite.
 */
export async function fitExamples(
  model: Model,
  training: Training,
  examples: Examples,
  { checkpoints, onHint, ...options }: FitExamplesOptions,
): Promise<History> {
  const output = model.build(1).output.shape.slice(1);
  requireExamples("train", examples, training.loss, output);
  const rows = trainingRows(examples.count, training.validationSplit);
  if (rows === 0) {
    throw new UserError(
      `Cannot train: expected at least 1 training example, found none, because validationSplit ` +
        `${training.validationSplit} keeps all ${examples.count} for validation; make it smaller.`,
    );
  }
  const hint = sortedHint(examples, rows);
  if (hint !== undefined) onHint?.(hint);
  const checkpoint = checkpoints && !options.onStep &&
    await checkpoints.open(await checkpointKey(model, training, examples, options.random));
  const history = await trainEpochs(model, training, {
    ...options,
    ...(checkpoint && { checkpoint }),
    train: sliceExamples(examples, 0, rows),
    ...(rows < examples.count && { validation: sliceExamples(examples, rows, examples.count) }),
  });
  // The loss of a step is that before its update: the last update may still have gone wrong.
  for (const { path, trainable } of weightsOf(model.pipeline, model.source)) {
    if (!trainable) continue;
    const wrong = (await model.store.read(path)).find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw divergedWeight(path, wrong, training, history);
  }
  return history;
}
