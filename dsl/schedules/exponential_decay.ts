import { flag, number, withDefault } from "../fields.ts";
import type { Schedule, ScheduleRule } from "../training.ts";
import { define } from "../definition.ts";

/** The options of `exponentialDecay`. */
export interface ExponentialDecayOptions {
  /** η₀, the rate at the start. */
  readonly initial: number;
  /** r, below 1: the factor by which the rate has fallen after `epochs`. */
  readonly rate: number;
  /** E, the epochs in which the rate falls by the factor r. */
  readonly epochs: number;
  /** Whether the rate falls once every E epochs instead of a little at every update; false. */
  readonly staircase?: boolean;
}

/**
 * A learning rate that falls by the same factor in the same time: η = η₀·r^(e/E) after e epochs, at
 * every update, or, as a staircase, η₀·r^⌊e/E⌋. Like Keras's `ExponentialDecay`, but with epochs E
 * for its `decay_steps`.
 *
 * @throws {UserError} If an option is out of its bounds.
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

/** @internal */
exponentialDecay.definition = define("exponentialDecay", {
  initial: number({ above: 0 }),
  rate: number({ above: 0, below: 1 }),
  epochs: number({ above: 0 }),
  staircase: withDefault(flag, false),
}, ({ initial, rate, epochs, staircase }): ScheduleRule => ({
  rate: (passed) => initial * rate ** (staircase ? Math.floor(passed / epochs) : passed / epochs),
}));
