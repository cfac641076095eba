import { choice, flag, number, wholeNumber, withDefault } from "./fields.ts";
import type { Stop, StopRule } from "./training.ts";
import { define } from "./definition.ts";

/** A metric that training reports after every epoch. */
export type Monitor = "val_loss" | "val_accuracy" | "loss" | "accuracy";

const monitors: readonly Monitor[] = ["val_loss", "val_accuracy", "loss", "accuracy"];

/** When training ends before its last epoch; defaults as in Keras's `EarlyStopping`. */
export interface EarlyStoppingOptions {
  /** The metric to watch; a loss improves when it falls, an accuracy when it rises; `val_loss`. */
  readonly monitor?: Monitor;
  /** How many epochs without improvement end the training; 0 counts as 1. Default 0. */
  readonly patience?: number;
  /** An epoch counts as an improvement only if it is better by more than this; 0. */
  readonly minDelta?: number;
  /** Whether training ends with the weights of the best epoch rather than the last; false. */
  readonly restoreBestWeights?: boolean;
}

/**
 * Ends training when the validation loss no longer falls (Prechelt, "Early stopping — but when?",
 * 1998): after `patience` epochs in a row without improvement; with patience 0, after the first.
 * As in Keras's `EarlyStopping`, the best weights are restored even if the last epoch was reached.
 *
 * @throws {UserError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { earlyStopping, train } from "./mod.ts";
 * train({
 *   epochs: 100,
 *   validationSplit: 0.2,
 *   stop: earlyStopping({ patience: 3, restoreBestWeights: true }),
 * });
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Stop {
  return earlyStopping.definition.create({ ...options });
}

/** @internal */
earlyStopping.definition = define("earlyStopping", {
  monitor: withDefault(choice(monitors), "val_loss"),
  patience: withDefault(wholeNumber(0), 0),
  minDelta: withDefault(number({ from: 0 }), 0),
  restoreBestWeights: withDefault(flag, false),
}, ({ monitor, patience, minDelta, restoreBestWeights }): StopRule => ({
  monitor,
  restoresBest: restoreBestWeights,
  watch() {
    const sign = monitor.endsWith("loss") ? -1 : 1;
    let [best, waited, first] = [-Infinity, 0, true];
    return (measured) => {
      const current = sign * (measured[monitor] ?? NaN);
      // The first epoch is the best so far even if its metric is NaN.
      const better = first || current - minDelta > best;
      first = false;
      waited = better ? 0 : waited + 1;
      if (better && !Number.isNaN(current)) best = current;
      return { best: better, stop: !better && waited >= patience };
    };
  },
}));
