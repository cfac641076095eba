import { choice, flag, number, wholeNumber, withDefault } from "./fields.ts";
import type { Stop, StopRule } from "./step.ts";
import { define } from "./definition.ts";

/** A number that training gives after every epoch. */
export type Monitor = "val_loss" | "val_accuracy" | "loss" | "accuracy";

const monitors: readonly Monitor[] = ["val_loss", "val_accuracy", "loss", "accuracy"];

/** When training ends before its last epoch; defaults as Keras's `EarlyStopping`. */
export interface EarlyStoppingOptions {
  /** What shall become better: a loss smaller, an accuracy greater; `val_loss`. */
  readonly monitor?: Monitor;
  /** So many epochs in a row may be no better than the best one; the last of them ends it; 0. */
  readonly patience?: number;
  /** An epoch is better only by more than this; 0. */
  readonly minDelta?: number;
  /** At the end, the weights of the best epoch instead of the last; false. */
  readonly restoreBestWeights?: boolean;
}

/**
 * Ends training when the validation loss no longer falls (Prechelt, "Early stopping — but when?",
 * 1998): after the epoch that is the `patience`th without improvement, at once with patience 0. As
 * Keras's `EarlyStopping`; like there, the best weights come back also when the last epoch was
 * reached.
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
      // The first epoch is the best so far even if what it gives is not a number.
      const better = first || current - minDelta > best;
      first = false;
      waited = better ? 0 : waited + 1;
      if (better && !Number.isNaN(current)) best = current;
      return { best: better, stop: !better && waited >= patience };
    };
  },
}));
