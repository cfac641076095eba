/** One training step of a network as a case: forward, loss, gradients, optimiser. */
import type { Engine } from "../core/engine/engine.ts";
import type { Program } from "../core/graph/program.ts";
import { Model } from "../core/model/model.ts";
import { seededRandom } from "../core/base/random.ts";
import { TrainStep } from "../core/training/train_step.ts";
import { initialWeights } from "../core/weights/initial_weights.ts";
import { fill } from "../dsl/initializers.ts";
import { inferShapes, rule, type Steps } from "../dsl/mod.ts";
import type { Case, Prepared } from "./case.ts";

/** A training of 32,000 images: an engine may prepare a step otherwise that runs once. */
const STEPS_PER_EPOCH = 1000;

/** A model and its training step. */
function newTrainStep(network: Steps, engine: Engine) {
  const stream = seededRandom(0);
  const model = new Model(network, engine, initialWeights(network, stream.fork("weights")));
  const training = network.steps.at(-1)![rule].training!;
  const trainStep = new TrainStep(model, training, stream, STEPS_PER_EPOCH);
  return { stream, model, trainStep };
}

/** The program of a network's training step on `batch` images. */
export const stepProgram = (network: Steps, batch: number, engine: Engine): Program =>
  newTrainStep(network, engine).trainStep.program(batch);

/** Prepares a network's training step on `batch` random images. */
export function prepareStep(network: Steps, batch: number, engine: Engine): Prepared {
  const { stream, model, trainStep } = newTrainStep(network, engine);
  const x = fill([batch, ...inferShapes(network)[0]!.shape], () => stream.below(256));
  const y = Float32Array.from({ length: batch }, (_, i) => i % 10);
  return {
    once: async () => void await trainStep.update(x, y, batch),
    close: async () => {
      await trainStep.close();
      await model.close();
    },
  };
}

/** The case of one training step on `batch` images. */
export const trainingCase = (
  name: string,
  network: Steps,
  batch: number,
  without: readonly string[] = [],
): Case => ({
  name,
  unit: `a step of ${batch} images`,
  without,
  prepare: (engine) => prepareStep(network, batch, engine),
});
