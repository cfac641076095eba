/** Training that diverged: a loss or a weight that is no number any more. */
import { UserError } from "../base/errors.ts";
import { rule, type Training } from "../../dsl/step.ts";
import type { History } from "./history.ts";

/** The error of a training whose loss or weights are no longer finite; it keeps the epochs before. */
export class DivergedError extends UserError {
  /** "DivergedError". */
  override readonly name: string = "DivergedError";
  /** One number per epoch that finished before. */
  readonly history: History;

  /** Keeps a copy of the history. */
  constructor(message: string, history: History) {
    super(message);
    this.history = structuredClone(history);
  }
}

/** Where a training stands: epoch and step, counted from 1, and the steps of an epoch. */
export interface TrainingPlace {
  readonly epoch: number;
  /** Undefined after the epoch's last step, where validation is measured. */
  readonly step?: number;
  readonly steps: number;
}

/**
 * Checks that a loss is finite.
 *
 * @throws {DivergedError} If it is not. The sentence says where, and what to try.
 */
export function requireFiniteLoss(
  loss: number,
  training: Training,
  history: History,
  { epoch, step, steps }: TrainingPlace,
): void {
  if (Number.isFinite(loss)) return;
  const at = step === undefined ? `after epoch ${epoch}` : `in epoch ${epoch}, step ${step}`;
  throw diverged(
    `Training stopped ${at}: the ${step === undefined ? "validation " : ""}loss is ${loss}`,
    rateAfter(training, epoch - 1 + ((step ?? steps) - 1) / steps),
    history,
  );
}

/** The error of a training that left a weight that is not finite. */
export function divergedWeight(
  path: string,
  value: number,
  training: Training,
  history: History,
): DivergedError {
  return diverged(
    `Training failed in its last epoch: ${path} contains ${value}`,
    rateAfter(training, Math.max(0, history.loss.length - 1)),
    history,
  );
}

const diverged = (what: string, rate: number, history: History) =>
  new DivergedError(
    `${what} at a learning rate of ${Number(rate.toPrecision(3))}. ` +
      "Try a smaller learning rate, and normalize() if the inputs are not between -1 and 1.",
    history,
  );

/** The learning rate after so many epochs, which may be a fraction. */
function rateAfter({ optimizer: { learningRate } }: Training, epochs: number): number {
  return typeof learningRate === "number" ? learningRate : learningRate[rule].rate(epochs);
}
