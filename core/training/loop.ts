/** The training loop: epochs of shuffled batches, validation, history, events. */
import { rule, type Training } from "../../dsl/step.ts";
import { ascending, batches, shuffled } from "./shuffle.ts";
import { type Examples, Gatherer } from "./batch.ts";
import type { Network } from "../model/network.ts";
import type { Random } from "../base/random.ts";
import type { Checkpoint } from "./checkpoints.ts";
import { DivergedError, requireFiniteLoss } from "./divergence.ts";
import { EpochKeeper } from "./epoch_keeper.ts";
import { Evaluator } from "./evaluator.ts";
import type { History, Resumed, TrainEvent } from "./history.ts";
import { TrainStep } from "./train_step.ts";
import type { Variables } from "./training_state.ts";

/** What the loop needs besides the model. */
export interface LoopOptions {
  readonly train: Examples;
  readonly validation?: Examples;
  readonly random: Random;
  readonly on?: (event: TrainEvent) => void;
  /** Called before the first update (step 0) and after each; the loop waits for it. */
  readonly onStep?: (step: number) => void | Promise<void>;
  /**
   * Keeps the training's state after its epochs, so that it can continue. An epoch is announced once
   * its state is kept: where epochs last less than a second, several are announced together.
   */
  readonly checkpoint?: Checkpoint;
  /** Called before the first step if the training continues from its checkpoint. */
  readonly onResumed?: (from: Resumed) => void;
  /** Stops training after the running batch; the history of the finished epochs is returned. */
  readonly signal?: AbortSignal;
  /** The clock, in milliseconds; `performance.now` by default. */
  readonly now?: () => number;
}

/**
 * Trains a model in place. The loss and accuracy of an epoch are running means over its batches, as
 * in Keras. If `training.stop` says so, training ends early and the weights of the best epoch come
 * back; after an abort the model keeps the weights it has. A training that continues from a checkpoint
 * ends with the same weights, to the bit, as one that was never interrupted.
 *
 * @returns One number per finished epoch.
 *
 * @throws {DivergedError} If a loss is no longer finite.
 */
export async function trainEpochs(
  model: Network,
  training: Training,
  options: LoopOptions,
): Promise<History> {
  const { train: examples, validation, random, on, onStep, signal } = options;
  const { checkpoint, onResumed, now = () => performance.now() } = options;
  const kept = checkpoint?.state;
  const history: History = structuredClone(kept?.history) ??
    { loss: [], accuracy: [], val_loss: [], val_accuracy: [], seconds: [] };
  const before = history.loss.length;
  const { epochs } = training;
  const steps = Math.ceil(examples.count / training.batchSize);
  const draws = random.fork("draws");
  const trainStep = new TrainStep(model, training, draws, steps);
  const evaluator = validation && new Evaluator(model, training.loss, draws);
  const gatherer = new Gatherer(examples, trainStep.target, training.batchSize);
  const stop = training.stop?.[rule];
  const watch = stop?.watch();
  let best: Variables | undefined = kept?.best;
  const keeper = new EpochKeeper({
    checkpoint,
    announce: on,
    now,
    trainedBefore: history.seconds.reduce((sum, seconds) => sum + seconds, 0) * 1000,
  });
  // After an abort or a divergence, finished epochs are announced even if they were not kept, because
  // the caller has them.
  const interrupted = () => {
    keeper.announce();
    return history;
  };
  const began = now();
  try {
    if (kept) {
      trainStep.resume(kept.variables, before * steps);
      for (let i = 0; i < before; i++) watch?.(metricsAt(history, i));
      onResumed?.({ epoch: before, epochs, ended: kept.ended });
      if (kept.ended) return history;
    }
    await onStep?.(0);
    for (let epoch = before + 1; epoch <= epochs; epoch++) {
      const epochBegan = now();
      // Forked by the epoch's number, so that a later start draws the same without the epochs before.
      const epochDraws = draws.fork(`epoch ${epoch}`);
      trainStep.drawFrom(epochDraws);
      evaluator?.drawFrom(epochDraws);
      const order = training.shuffle
        ? shuffled(examples.count, random.fork(`epoch ${epoch}`).uniform)
        : ascending(0, examples.count);
      let [step, seen, lossSum, correctSum] = [0, 0, 0, 0];
      for (const indices of batches(order, training.batchSize)) {
        if (signal?.aborted) return interrupted();
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
          secondsLeft: (time - began) / 1000 / (done - before * steps) * (epochs * steps - done),
        });
      }
      const measured = validation && await evaluator?.measure(validation, signal);
      if (signal?.aborted) return interrupted();
      if (measured) requireFiniteLoss(measured.loss, training, history, { epoch, steps });
      const seconds = (now() - epochBegan) / 1000;
      history.loss.push(lossSum / seen);
      history.accuracy.push(correctSum / seen);
      history.seconds.push(seconds);
      if (measured) {
        history.val_loss.push(measured.loss);
        history.val_accuracy.push(measured.accuracy);
      }
      const numbers = metricsAt(history, epoch - 1);
      const verdict = watch?.(numbers);
      if (verdict?.best && stop?.restoresBest) best = await trainStep.snapshot();
      const last = verdict?.stop || epoch === epochs;
      if (last && best) trainStep.restore(best);
      await keeper.finished(
        { type: "epoch", epoch, epochs, steps, seconds, ...numbers },
        last,
        async () =>
          last
            ? { history, variables: await trainStep.snapshot(), ended: true }
            : { history, variables: await trainStep.state(), ...(best && { best }), ended: false },
      );
      if (last) break;
    }
    return history;
  } catch (error) {
    if (error instanceof DivergedError) keeper.announce();
    throw error;
  } finally {
    await trainStep.close();
    await evaluator?.close();
  }
}

/** The metrics of one epoch, counted from 0; those of validation only if it was measured. */
function metricsAt({ loss, accuracy, val_loss, val_accuracy }: History, at: number) {
  return {
    loss: loss[at]!,
    accuracy: accuracy[at]!,
    ...(val_loss.length > 0 && { val_loss: val_loss[at]!, val_accuracy: val_accuracy[at]! }),
  };
}
