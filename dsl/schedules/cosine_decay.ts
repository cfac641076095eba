import { number, withDefault } from "../fields.ts";
import type { Schedule, ScheduleRule } from "../training.ts";
import { define } from "../definition.ts";

/** The options of `cosineDecay`. */
export interface CosineDecayOptions {
  /** η₀, the rate at the start. */
  readonly initial: number;
  /** E: after this many epochs the rate is α·η₀ and stays there. */
  readonly epochs: number;
  /** α, the share of the initial rate that remains at the end; 0. */
  readonly alpha?: number;
}

/**
 * A learning rate that falls along half a cosine, slowly at first and at the end (Loshchilov and
 * Hutter, "SGDR", 2017, equation 5, without restarts): η = η₀·((1 − α)·(1 + cos(π·e/E))/2 + α) after
 * e of E epochs, at every update. Like Keras's `CosineDecay`, but with epochs E for its
 * `decay_steps`.
 *
 * @throws {UserError} If an option is out of its bounds.
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

/** @internal */
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
