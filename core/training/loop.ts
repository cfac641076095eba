/** The training loop: epochs of shuffled batches, validation, history, events. */
import { rule, type Training } from "../../dsl/step.ts";
import { ascending, batches, shuffled } from "./shuffle.ts";
import { type Examples, Gatherer } from "./batch.ts";
import type { Model } from "../model/model.ts";
import type { Random } from "../base/random.ts";
import { Trainer } from "./train_step.ts";

/** Keras's history: one number an epoch. Without validation data the `val_` lists stay empty. */
export interface History {
  readonly loss: number[];
  readonly accuracy: number[];
  readonly val_loss: number[];
  readonly val_accuracy: number[];
  /** How long each epoch took, validation included. */
  readonly seconds: number[];
}

/** What happens during training, for whoever shows it. */
export type TrainEvent =
  | {
    readonly type: "batch";
    /** From 1. */
    readonly epoch: number;
    readonly epochs: number;
    /** From 1. */
    readonly step: number;
    readonly steps: number;
    /** Of the epoch so far. */
    readonly loss: number;
    readonly accuracy: number;
    readonly imagesPerSecond: number;
    /** Until the last epoch ends, at this pace. */
    readonly secondsLeft: number;
  }
  | {
    readonly type: "epoch";
    readonly epoch: number;
    readonly epochs: number;
    readonly steps: number;
    readonly seconds: number;
    readonly loss: number;
    readonly accuracy: number;
    readonly val_loss?: number;
    readonly val_accuracy?: number;
  };

/** What the loop needs besides the model. */
export interface LoopOptions {
  readonly train: Examples;
  readonly validation?: Examples;
  readonly random: Random;
  readonly on?: (event: TrainEvent) => void;
  /** Waited for before the first update (step 0) and after each: whoever watches the weights. */
  readonly onStep?: (step: number) => void | Promise<void>;
  /** Stops after the running batch; the history so far is kept. */
  readonly signal?: AbortSignal;
}

/** How many examples measuring takes at a time; it changes no number but rounding. */
const MEASURE_BATCH = 100;

/** Loss and accuracy of a model on examples, as Keras's `evaluate`. */
export async function measure(
  trainer: Trainer,
  examples: Examples,
  signal?: AbortSignal,
): Promise<{ loss: number; accuracy: number }> {
  const gatherer = new Gatherer(examples, trainer.target, MEASURE_BATCH);
  let [loss, correct] = [0, 0];
  for (const indices of batches(ascending(0, examples.count), MEASURE_BATCH)) {
    if (signal?.aborted) break;
    const { x, y } = gatherer.gather(indices);
    const result = await trainer.measure(x, y, indices.length);
    loss += result.loss * indices.length;
    correct += result.correct;
  }
  return { loss: loss / examples.count, accuracy: correct / examples.count };
}

/**
 * Trains a model in place. The loss and accuracy of an epoch are running means, as in Keras. Where
 * `training.stop` says so, it ends early and the best epoch's weights come back; after an abort the
 * model keeps the weights it has.
 */
export async function train(
  model: Model,
  training: Training,
  { train: examples, validation, random, on, onStep, signal }: LoopOptions,
): Promise<History> {
  const history: History = { loss: [], accuracy: [], val_loss: [], val_accuracy: [], seconds: [] };
  const { epochs } = training;
  const steps = Math.ceil(examples.count / training.batchSize);
  const trainer = new Trainer(model, training, random.fork("draws"), steps);
  const gatherer = new Gatherer(examples, trainer.target, training.batchSize);
  const stop = training.stop?.[rule];
  const watch = stop?.watch();
  let best: Awaited<ReturnType<Trainer["snapshot"]>> | undefined;
  const began = performance.now();
  try {
    await onStep?.(0);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const start = performance.now();
      const order = training.shuffle
        ? shuffled(examples.count, random.fork(`epoch ${epoch}`).uniform)
        : ascending(0, examples.count);
      let [step, seen, lossSum, hits] = [0, 0, 0, 0];
      for (const indices of batches(order, training.batchSize)) {
        if (signal?.aborted) return history;
        const { x, y } = gatherer.gather(indices);
        const { loss, correct } = await trainer.step(x, y, indices.length);
        seen += indices.length;
        lossSum += loss * indices.length;
        hits += correct;
        step++;
        const now = performance.now();
        const done = (epoch - 1) * steps + step;
        await onStep?.(done);
        on?.({
          type: "batch",
          epoch,
          epochs,
          step,
          steps,
          loss: lossSum / seen,
          accuracy: hits / seen,
          imagesPerSecond: seen / ((now - start) / 1000),
          secondsLeft: (now - began) / 1000 / done * (epochs * steps - done),
        });
      }
      const measured = validation && await measure(trainer, validation, signal);
      if (signal?.aborted) return history;
      const seconds = (performance.now() - start) / 1000;
      const result = { loss: lossSum / seen, accuracy: hits / seen };
      history.loss.push(result.loss);
      history.accuracy.push(result.accuracy);
      history.seconds.push(seconds);
      if (measured) {
        history.val_loss.push(measured.loss);
        history.val_accuracy.push(measured.accuracy);
      }
      const numbers = {
        ...result,
        ...(measured && { val_loss: measured.loss, val_accuracy: measured.accuracy }),
      };
      on?.({ type: "epoch", epoch, epochs, steps, seconds, ...numbers });
      const verdict = watch?.(numbers);
      if (verdict?.best && stop?.restoresBest) best = await trainer.snapshot();
      if (verdict?.stop) break;
    }
    if (best) trainer.restore(best);
    return history;
  } finally {
    await trainer.close();
  }
}
