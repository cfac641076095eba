/** Training in the page, update by update, with the same numbers as in a lab's run. */
import { fromJSON } from "../../dsl/json.ts";
import { rule, type Training } from "../../dsl/step.ts";
import { UserError } from "../base/errors.ts";
import { seededRandom } from "../base/random.ts";
import type { Engine } from "../engine/engine.ts";
import { Network } from "../model/network.ts";
import { type Examples, Gatherer, sliceExamples } from "../training/batch.ts";
import { ascending, batches, shuffled, trainingRows } from "../training/shuffle.ts";
import { requireExamples } from "../training/targets.ts";
import { TrainStep } from "../training/train_step.ts";
import { initialWeights, type Weights } from "../weights/initial_weights.ts";

/** What a page holds of a training. */
export interface EmbeddedTraining {
  /** The pipeline as JSON, parsed. It has the step `train`. */
  readonly pipeline: unknown;
  /** All examples. Those that `validationSplit` keeps are not trained with. */
  readonly examples: Examples;
  /** As in a lab's run: the same seed draws the same weights and the same order of examples; 0. */
  readonly seed?: number;
}

/** One update. */
export interface LiveStep {
  /** The epoch, from 1, and the number of the update in it, from 1 to `steps`. */
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  /** The mean loss of the batch before the update; not finite once a training has diverged. */
  readonly loss: number;
  /** The share of the batch that the network predicted correctly before the update. */
  readonly accuracy: number;
}

/** A training that goes on as long as a page asks for steps. Call `close` to free its memory. */
export class LiveTraining {
  /** The network as it is now. */
  readonly network: Network;
  readonly #examples: Examples;
  readonly #seed: number;
  readonly #first: Weights;
  readonly #given: Training;
  #training: Training;
  #trainStep: TrainStep;
  #epoch = 0;
  #step = 0;
  #open: Generator<Uint32Array<ArrayBuffer>> | undefined;

  /**
   * Draws the first weights.
   *
   * @throws {UserError} If the pipeline is damaged or has no `train`, or if the examples do not fit it.
   */
  constructor(engine: Engine, { pipeline, examples, seed = 0 }: EmbeddedTraining) {
    const steps = fromJSON(pipeline);
    const training = steps.steps.map((step) => step[rule].training).find((found) => found);
    if (!training) {
      throw new UserError(
        "Cannot train: expected a step train in the pipeline, found none. Add it.",
      );
    }
    this.#first = initialWeights(steps, seededRandom(seed).fork("weights"));
    this.network = new Network(steps, engine, this.#first);
    const output = this.network.build(1).output.shape.slice(1);
    requireExamples("train", examples, training.loss, output);
    const rows = trainingRows(examples.count, training.validationSplit);
    this.#examples = sliceExamples(examples, 0, Math.max(1, rows));
    this.#seed = seed;
    this.#given = training;
    this.#training = training;
    this.#trainStep = this.#begin();
  }

  /** The number of updates of an epoch. */
  get steps(): number {
    return Math.ceil(this.#examples.count / this.#training.batchSize);
  }

  /** Updates the weights once, with the next batch. */
  async step(): Promise<LiveStep> {
    const indices = this.#next();
    const { batchSize } = this.#training;
    const { x, y } = new Gatherer(this.#examples, this.#trainStep.target, batchSize).gather(
      indices,
    );
    this.#step++;
    const { loss, correct } = await this.#trainStep.update(x, y, indices.length);
    return {
      epoch: this.#epoch,
      step: this.#step,
      steps: this.steps,
      loss,
      accuracy: correct / indices.length,
    };
  }

  /**
   * Trains with other options from now on: another optimiser, or the same one with another learning
   * rate. The weights stay; the optimiser's averages, and an epoch, begin anew.
   */
  async change(options: Partial<Pick<Training, "optimizer" | "batchSize">>): Promise<void> {
    await this.#trainStep.close();
    this.#training = { ...this.#training, ...options };
    this.#open = undefined;
    this.#trainStep = this.#begin();
  }

  /** Begins again with the first weights and the pipeline's own options. */
  async reset(): Promise<void> {
    for (const [path, { data }] of Object.entries(this.#first)) {
      this.network.store.write(path, data);
    }
    this.#epoch = 0;
    await this.change(this.#given);
  }

  /** Frees the engine's memory. */
  async close(): Promise<void> {
    await this.#trainStep.close();
    await this.network.close();
  }

  #random() {
    return seededRandom(this.#seed).fork("training");
  }

  #begin(): TrainStep {
    return new TrainStep(this.network, this.#training, this.#random().fork("draws"), this.steps);
  }

  /** The examples of the next batch. Begins an epoch where the last one has ended. */
  #next(): Uint32Array<ArrayBuffer> {
    const next = this.#open?.next();
    if (next && !next.done) return next.value;
    this.#epoch++;
    this.#step = 0;
    const epoch = `epoch ${this.#epoch}`;
    this.#trainStep.drawFrom(this.#random().fork("draws").fork(epoch));
    const { count } = this.#examples;
    const order = this.#training.shuffle
      ? shuffled(count, this.#random().fork(epoch).uniform)
      : ascending(0, count);
    this.#open = batches(order, this.#training.batchSize);
    return this.#next();
  }
}
