/** Runs a pipeline: loads its data, builds its model, then trains and measures as its endings say. */
import { UserError } from "../base/errors.ts";
import { inferShapes, type Steps } from "../../dsl/pipeline.ts";
import { rule } from "../../dsl/step.ts";
import { seededRandom } from "../base/random.ts";
import { type Dataset, type DatasetOptions, loadDataset } from "../data/dataset.ts";
import type { Provenance } from "../data/provenance.ts";
import type { Engine } from "../engine/engine.ts";
import { requireMemory } from "../base/require_memory.ts";
import { programMemory } from "../graph/memory.ts";
import { program } from "../graph/program.ts";
import { build } from "../model/build.ts";
import { Model } from "../model/model.ts";
import type { Weights } from "../weights/initial_weights.ts";
import { startingWeights } from "../weights/starting_weights.ts";
import type { Examples } from "./batch.ts";
import { evaluationLoss, Evaluator } from "./evaluator.ts";
import { fitExamples, trainingOf, type TrainingOverrides } from "./fit.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { History, Resumed, TrainEvent } from "./history.ts";

/** What a run needs besides the pipeline. `epochs` and `batchSize` replace the pipeline's own. */
export interface RunOptions extends TrainingOverrides {
  /** The engine that computes. */
  readonly engine: Engine;
  /** Determines the initial weights, the order of the examples and dropout. Default 0. */
  readonly seed?: number;
  /** Where the data set and pretrained weights come from. */
  readonly data?: DatasetOptions;
  /** The weights to start from; by default those that the pipeline names, or random ones. */
  readonly weights?: Weights;
  /** Called after every batch and every epoch. */
  readonly on?: (event: TrainEvent) => void;
  /**
   * Where the training's state is kept after its epochs, so that the same run continues from there if
   * it was killed.
   */
  readonly checkpoints?: Checkpoints;
  /** Called before the first step if the training continues from its checkpoint. */
  readonly onResumed?: (from: Resumed) => void;
  /** Called with a sentence if the training examples seem to be sorted by class. */
  readonly onHint?: (hint: string) => void;
  /** Stops the run after the running batch. */
  readonly signal?: AbortSignal;
}

/** The result of a run. */
export interface Run {
  /** The pipeline that was run. */
  readonly pipeline: Steps;
  /** The pipeline with its weights at the end of the run; the caller closes it. */
  readonly model: Model;
  /** Empty lists if the pipeline does not train. */
  readonly history: History;
  /**
   * After training, the last epoch's `loss`, `accuracy`, `val_loss` and `val_accuracy`; after
   * `evaluate`, `test_loss` and `test_accuracy`.
   */
  readonly metrics: Readonly<Record<string, number>>;
  /** The data set that the pipeline loads. */
  readonly dataset: Dataset;
  /** Where the data set and the weights came from. */
  readonly data: readonly Provenance[];
  /** The duration of the whole run. */
  readonly seconds: number;
  /** True if `signal` stopped the run before its end. */
  readonly interrupted: boolean;
}

/** The training images or the test images of a data set, with their class numbers. */
const datasetExamples = (dataset: Dataset, split: "train" | "test"): Examples => ({
  count: dataset[split].count,
  shape: dataset.shape,
  x: dataset[split].images,
  y: dataset[split].labels,
  classes: dataset.classes.length,
});

/** The name of the data set that a pipeline begins with. */
function datasetName({ steps: [first] }: Steps): string {
  const source = first?.[rule].source;
  if (source && "dataset" in source) return source.dataset;
  throw new UserError(
    "Cannot run this pipeline on a data set: expected load(…) as its first step, " +
      `found ${first?.kind ?? "no step"}; begin it with load(…).`,
  );
}

/**
 * Runs a pipeline that begins with `load`. A pipeline with `train` trains on the training images; a
 * pipeline with `evaluate` then measures the test images, also without `train`: that measures the
 * weights as they are given. All shapes are inferred before any data is read.
 *
 * @throws {UserError} If the pipeline begins with another step, if its last step does not fit the
 * data set's classes, if it needs too much memory, or if data or weights are unavailable.
 * @throws {DivergedError} If the loss or a weight is no longer finite.
 */
export async function run(pipeline: Steps, options: RunOptions): Promise<Run> {
  const { engine, seed = 0, on, onHint, signal, checkpoints, onResumed } = options;
  const began = performance.now();
  inferShapes(pipeline);
  const name = datasetName(pipeline);
  const testLoss = evaluationLoss(pipeline);
  const dataset = await loadDataset(name, options.data);
  const training = trainingOf(pipeline, options);
  const batch = Math.min(training?.batchSize ?? 1, dataset.train.count);
  requireMemory(
    "run the pipeline",
    programMemory(
      program({ y: build(pipeline, batch, { training: training !== undefined }).output }),
    ),
  );
  const random = seededRandom(seed);
  const { weights, provenance } = options.weights
    ? { weights: options.weights, provenance: [] }
    : await startingWeights(pipeline, random.fork("weights"), options.data);
  const model = new Model(pipeline, engine, weights, undefined, random.fork("draws"));
  let history: History = { loss: [], accuracy: [], val_loss: [], val_accuracy: [], seconds: [] };
  const metrics: Record<string, number> = {};
  if (training) {
    history = await fitExamples(model, training, datasetExamples(dataset, "train"), {
      random: random.fork("training"),
      ...(on && { on }),
      ...(onHint && { onHint }),
      ...(signal && { signal }),
      ...(checkpoints && { checkpoints }),
      ...(onResumed && { onResumed }),
    });
    for (const key of ["loss", "accuracy", "val_loss", "val_accuracy"] as const) {
      const last = history[key].at(-1);
      if (last !== undefined) metrics[key] = last;
    }
  }
  if (testLoss) {
    const evaluator = new Evaluator(model, testLoss, random);
    const tested = await evaluator.measure(datasetExamples(dataset, "test"), signal);
    await evaluator.close();
    if (tested && !Number.isFinite(tested.loss)) {
      throw new UserError(
        `Cannot measure the model: expected a finite loss, found ${tested.loss}; the weights are too ` +
          "large for these inputs. Put normalize() before the first layer, or give other weights.",
      );
    }
    if (tested) {
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
