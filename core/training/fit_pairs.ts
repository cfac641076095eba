/** Trains on tensors that the caller made itself, and shows the weights after every step. */
import { UserError } from "../base/errors.ts";
import { inferShapes, type Steps } from "../../dsl/pipeline.ts";
import { type Loss, rule } from "../../dsl/step.ts";
import { requireBatch } from "../graph/border.ts";
import type { Examples } from "./batch.ts";
import { fitExamples, trainingOf, type TrainingOverrides } from "./fit.ts";
import type { Model } from "../model/model.ts";
import type { Random } from "../base/random.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { History, Resumed, TrainEvent } from "./history.ts";
import type { Weights } from "../weights/initial_weights.ts";

/** Inputs x [count, …] and a target for each, y [count, …]. */
export interface Pairs {
  /** The inputs, [count, …input shape of the pipeline]. */
  readonly x: Tensor;
  /** The targets: [count, …] as the loss expects them, or a class number each, [count]. */
  readonly y: Tensor;
}

/** A trained model and how its training went. */
export interface Fit {
  /** The model that was given, trained. */
  readonly model: Model;
  /** One number per epoch. */
  readonly history: History;
}

/** What `fitPairs` needs besides the model and the pairs. */
export interface FitSettings extends TrainingOverrides {
  /** Determines the order of the examples and dropout. */
  readonly random: Random;
  /** Called after every batch and every epoch. */
  readonly on?: (event: TrainEvent) => void;
  /**
   * Where the training's state is kept after its epochs, so that the same training continues from there
   * if it was killed. Unused with `onStep`, which is called for every step.
   */
  readonly checkpoints?: Checkpoints;
  /** Called before the first step if the training continues from its checkpoint. */
  readonly onResumed?: (from: Resumed) => void;
  /** Called with a copy of all weights before the first update (step 0) and after each. */
  readonly onStep?: (step: number, weights: Weights) => void;
  /** Called with a sentence if the examples seem to be sorted by class. */
  readonly onHint?: (hint: string) => void;
  /** Stops training after the running batch. */
  readonly signal?: AbortSignal;
}

/**
 * Trains a model, whose pipeline ends in `train`, to predict y from x.
 *
 * @returns The same model, trained, and one number per epoch.
 *
 * @throws {UserError} If the pipeline has no `train` step, or if x or y does not fit the pipeline.
 * @throws {DivergedError} If the loss or a weight is no longer finite.
 */
export async function fitPairs(
  model: Model,
  pairs: Pairs,
  { onStep, ...settings }: FitSettings,
): Promise<Fit> {
  const { pipeline } = model;
  const training = trainingOf(pipeline, settings);
  if (!training) {
    throw new UserError(
      `Cannot fit this pipeline: expected train(…) at its end, found ${
        pipeline.steps.at(-1)?.kind ?? "no step"
      }; add train(…).`,
    );
  }
  const history = await fitExamples(model, training, pairExamples(pipeline, pairs, training.loss), {
    ...settings,
    ...(onStep && { onStep: async (step) => onStep(step, await model.weights()) }),
  });
  return { model, history };
}

function pairExamples(pipeline: Steps, { x, y }: Pairs, loss: Loss): Examples {
  const action = "fit this pipeline";
  const shapes = inferShapes(pipeline);
  const shape = shapes[0]?.shape ?? [];
  requireBatch(action, "x", x, shape);
  const [count = 0] = x.shape;
  if (y.shape[0] !== count) {
    throw new UserError(
      `Cannot ${action}: expected one y per x, found ${count} x and ${y.shape[0] ?? 0} y; ` +
        "give every example one target.",
    );
  }
  // A class number may stand in a column of its own, [count, 1].
  const isClass = y.shape.slice(1).every((n) => n === 1) && y.shape.length <= 2;
  const target = loss[rule].target(shapes.at(-1)?.shape ?? []);
  if (!isClass) requireBatch(action, "y", y, target);
  return { count, shape, x: x.data, y: y.data };
}
