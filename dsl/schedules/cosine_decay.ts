import { number, withDefault } from "../fields.ts";
import type { Schedule, ScheduleRule } from "../step.ts";
import { define } from "../definition.ts";

/** How the rate falls. */
export interface CosineDecayOptions {
  /** The rate at the start. */
  readonly initial: number;
  /** After so many epochs the rate is at its end and stays there. */
  readonly epochs: number;
  /** The share of the initial rate that remains at the end; 0. */
  readonly alpha?: number;
}

/**
 * A learning rate that falls along half a cosine, slowly at first and at the end (Loshchilov and
 * Hutter, "SGDR", 2017, equation 5, without restarts): η = η₀·((1 − α)·(1 + cos(π·e/E))/2 + α) after
 * e of E epochs, updated at every step. As Keras's `CosineDecay`, with E epochs for its
 * `decay_steps`.
 *
 * @example
 * ```ts
 * import { adam, cosineDecay, train } from "../mod.ts";
 * train({ epochs: 20, optimizer: adam({ learningRate: cosineDecay({ initial: 0.002, epochs: 20 }) }) });
 * ```
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  return cosineDecay.definition.create({ ...options });
}

cosineDecay.definition = define("cosineDecay", {
  initial: number({ above: 0 }),
  epochs: number({ above: 0 }),
  alpha: withDefault(number({ from: 0, below: 1 }), 0),
}, ({ initial, epochs, alpha }): ScheduleRule => ({
  rate(passed) {
    const cosine = (1 + Math.cos(Math.PI * Math.min(passed / epochs, 1))) / 2;
    return initial * ((1 - alpha) * cosine + alpha);
  },
}));
