/** Runs a pipeline: finds its data, builds its model, trains and measures as its endings say. */
import { UserError } from "../base/errors.ts";
import { inferShapes, type Steps } from "../../dsl/pipeline.ts";
import { rule, type Source } from "../../dsl/step.ts";
import { type Dataset, type DatasetOptions, loadDataset } from "../data/dataset.ts";
import type { Provenance } from "../data/provenance.ts";
import type { Engine } from "../engine/engine.ts";
import type { Examples } from "./batch.ts";
import { fit, trainingOf } from "./fit.ts";
import { Model } from "../model/model.ts";
import { seededRandom } from "../base/random.ts";
import { type History, measure, type TrainEvent } from "./loop.ts";
import { Trainer } from "./train_step.ts";
import type { Weights } from "../weights/initial_weights.ts";
import { startingWeights } from "../weights/starting_weights.ts";

/** What a run needs to know besides the pipeline. */
export interface RunOptions {
  readonly engine: Engine;
  /** Decides initial weights, order and dropout. Default 0. */
  readonly seed?: number;
  readonly data?: DatasetOptions;
  /** Instead of drawn ones. */
  readonly weights?: Weights;
  /** Instead of the pipeline's own number of epochs. */
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly on?: (event: TrainEvent) => void;
  readonly signal?: AbortSignal;
}

/** What a run gives. */
export interface Run {
  readonly pipeline: Steps;
  readonly model: Model;
  readonly history: History;
  /** Of the last epoch, and of the test set if the pipeline evaluates. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly dataset: Dataset;
  readonly data: readonly Provenance[];
  readonly seconds: number;
  /** True if it was stopped before its end. */
  readonly interrupted: boolean;
}

/** The training images, or the test images, of a set as examples. */
export const examplesOf = (dataset: Dataset, split: "train" | "test"): Examples => ({
  count: dataset[split].count,
  shape: dataset.shape,
  x: dataset[split].images,
  y: dataset[split].labels,
});

const sourceOf = ({ steps }: Steps): Source | undefined => steps[0]?.[rule].source;

const evaluates = ({ steps }: Steps): boolean => steps.some((step) => step[rule].evaluates);

/**
 * Runs a pipeline that begins with `load`. All shapes are inferred before any data is read.
 *
 * Throws a UserError if the pipeline begins with another source, or if the data can't be had.
 */
export async function run(pipeline: Steps, options: RunOptions): Promise<Run> {
  const { engine, seed = 0, on, signal } = options;
  const began = performance.now();
  inferShapes(pipeline);
  const source = sourceOf(pipeline);
  if (!source || !("dataset" in source)) {
    throw new UserError(
      "Cannot run this pipeline on a data set: expected load(…) as its first step, " +
        `found ${pipeline.steps[0]?.kind ?? "no step"}.`,
    );
  }
  const dataset = await loadDataset(source.dataset, options.data);
  const stream = seededRandom(seed);
  const { weights, provenance } = options.weights
    ? { weights: options.weights, provenance: [] }
    : await startingWeights(pipeline, stream.fork("weights"), options.data);
  const model = new Model(
    pipeline,
    engine,
    weights,
    undefined,
    stream.fork("draws"),
  );
  const training = trainingOf(pipeline, options);
  let history: History = { loss: [], accuracy: [], val_loss: [], val_accuracy: [], seconds: [] };
  const metrics: Record<string, number> = {};
  if (training) {
    history = await fit(model, training, examplesOf(dataset, "train"), {
      random: stream.fork("training"),
      ...(on && { on }),
      ...(signal && { signal }),
    });
    for (const key of ["loss", "accuracy", "val_loss", "val_accuracy"] as const) {
      const last = history[key].at(-1);
      if (last !== undefined) metrics[key] = last;
    }
    if (evaluates(pipeline) && !signal?.aborted) {
      const trainer = new Trainer(model, training, stream);
      const tested = await measure(trainer, examplesOf(dataset, "test"), signal);
      await trainer.close();
      metrics["test_loss"] = tested.loss;
      metrics["test_accuracy"] = tested.accuracy;
    }
  }
  return {
    pipeline,
    model,
    history,
    metrics,
    dataset,
    data: [...dataset.provenance, ...provenance],
    seconds: (performance.now() - began) / 1000,
    interrupted: signal?.aborted ?? false,
  };
}
