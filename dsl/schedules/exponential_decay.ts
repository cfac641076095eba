import { flag, number, withDefault } from "../fields.ts";
import type { Schedule, ScheduleRule } from "../step.ts";
import { define } from "../definition.ts";

/** How the rate falls. */
export interface ExponentialDecayOptions {
  /** The rate at the start. */
  readonly initial: number;
  /** What the rate is multiplied by after so many `epochs`; below 1. */
  readonly rate: number;
  readonly epochs: number;
  /** Falls at once when the epochs are over, in steps, instead of a little at every update; false. */
  readonly staircase?: boolean;
}

/**
 * A learning rate that falls by the same factor in the same time: η = η₀·r^(e/E) after e epochs,
 * updated at every step, or, as a staircase, η₀·r^⌊e/E⌋. As Keras's `ExponentialDecay`, with E
 * epochs for its `decay_steps`.
 *
 * @example Half the rate every five epochs
 * ```ts
 * import { exponentialDecay, sgd } from "../mod.ts";
 * const halved = exponentialDecay({ initial: 0.1, rate: 0.5, epochs: 5, staircase: true });
 * sgd({ learningRate: halved, momentum: 0.9 });
 * ```
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  return exponentialDecay.definition.create({ ...options });
}

exponentialDecay.definition = define("exponentialDecay", {
  initial: number({ above: 0 }),
  rate: number({ above: 0, below: 1 }),
  epochs: number({ above: 0 }),
  staircase: withDefault(flag, false),
}, ({ initial, rate, epochs, staircase }): ScheduleRule => ({
  rate: (passed) => initial * rate ** (staircase ? Math.floor(passed / epochs) : passed / epochs),
}));
