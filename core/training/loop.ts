/** The training loop: epochs of shuffled batches, validation, history, events. */
import { rule, type Training } from "../../dsl/step.ts";
import { ascending, batches, shuffled } from "./shuffle.ts";
import { type Examples, Gatherer } from "./batch.ts";
import type { Model } from "../model/model.ts";
import type { Random } from "../base/random.ts";
import { requireFiniteLoss } from "./divergence.ts";
import { Evaluator } from "./evaluator.ts";
import type { History, TrainEvent } from "./history.ts";
import { TrainStep } from "./train_step.ts";

/** What the loop needs besides the model. */
export interface LoopOptions {
  readonly train: Examples;
  readonly validation?: Examples;
  readonly random: Random;
  readonly on?: (event: TrainEvent) => void;
  /** Called before the first update (step 0) and after each; the loop waits for it. */
  readonly onStep?: (step: number) => void | Promise<void>;
  /** Stops training after the running batch; the history of the finished epochs is returned. */
  readonly signal?: AbortSignal;
  /** The clock, in milliseconds; `performance.now` by default. */
  readonly now?: () => number;
}

/**
 * Trains a model in place. The loss and accuracy of an epoch are running means over its batches, as
 * in Keras. If `training.stop` says so, training ends early and the weights of the best epoch come
 * back; after an abort the model keeps the weights it has.
 *
 * @returns One number per finished epoch.
 *
 * @throws {DivergedError} If a loss is no longer finite.
 */
export async function trainEpochs(
  model: Model,
  training: Training,
  options: LoopOptions,
): Promise<History> {
  const { train: examples, validation, random, on, onStep, signal } = options;
  const { now = () => performance.now() } = options;
  const history: History = { loss: [], accuracy: [], val_loss: [], val_accuracy: [], seconds: [] };
  const { epochs } = training;
  const steps = Math.ceil(examples.count / training.batchSize);
  const draws = random.fork("draws");
  const trainStep = new TrainStep(model, training, draws, steps);
  const evaluator = validation && new Evaluator(model, training.loss, draws);
  const gatherer = new Gatherer(examples, trainStep.target, training.batchSize);
  const stop = training.stop?.[rule];
  const watch = stop?.watch();
  let best: Awaited<ReturnType<TrainStep["snapshot"]>> | undefined;
  const began = now();
  try {
    await onStep?.(0);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const epochBegan = now();
      const order = training.shuffle
        ? shuffled(examples.count, random.fork(`epoch ${epoch}`).uniform)
        : ascending(0, examples.count);
      let [step, seen, lossSum, correctSum] = [0, 0, 0, 0];
      for (const indices of batches(order, training.batchSize)) {
        if (signal?.aborted) return history;
        const { x, y } = gatherer.gather(indices);
        const { loss, correct } = await trainStep.update(x, y, indices.length);
        requireFiniteLoss(loss, training, history, { epoch, step: step + 1, steps });
        seen += indices.length;
        lossSum += loss * indices.length;
        correctSum += correct;
        step++;
        const time = now();
        const done = (epoch - 1) * steps + step;
        await onStep?.(done);
        on?.({
          type: "batch",
          epoch,
          epochs,
          step,
          steps,
          loss: lossSum / seen,
          accuracy: correctSum / seen,
          imagesPerSecond: seen / ((time - epochBegan) / 1000),
          secondsLeft: (time - began) / 1000 / done * (epochs * steps - done),
        });
      }
      const measured = validation && await evaluator?.measure(validation, signal);
      if (signal?.aborted) return history;
      if (measured) requireFiniteLoss(measured.loss, training, history, { epoch, steps });
      const seconds = (now() - epochBegan) / 1000;
      const result = { loss: lossSum / seen, accuracy: correctSum / seen };
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
      if (verdict?.best && stop?.restoresBest) best = await trainStep.snapshot();
      if (verdict?.stop) break;
    }
    if (best) trainStep.restore(best);
    return history;
  } finally {
    await trainStep.close();
    await evaluator?.close();
  }
}
