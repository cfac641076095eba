import { flag, number, withDefault } from "../fields.ts";
import { learningRate, rateAt } from "../learning_rate.ts";
import type { LearningRate, Optimizer, OptimizerRule, UpdatedWeight } from "../step.ts";
import { define } from "../definition.ts";

/** How stochastic gradient descent is set. */
export interface SgdOptions {
  /** A number, or a schedule such as `cosineDecay`. */
  readonly learningRate?: LearningRate;
  /** Between 0 and 1: how much of the last step is kept. */
  readonly momentum?: number;
  /** Look ahead by the momentum (Nesterov, 1983). */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent: w ← w − η·g. With momentum μ: v ← μ·v − η·g, then w ← w + v, or,
 * after Nesterov, w ← w + μ·v − η·g. Defaults as Keras: η = 0.01, μ = 0.
 *
 * @example
 * ```ts
 * import { sgd } from "../mod.ts";
 * console.assert(sgd({ momentum: 0.9 }).learningRate === 0.01);
 * ```
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  return sgd.definition.create({ ...options });
}

sgd.definition = define("sgd", {
  learningRate: withDefault(learningRate, 0.01),
  momentum: withDefault(number({ from: 0, below: 1 }), 0),
  nesterov: withDefault(flag, false),
}, ({ learningRate: rate, momentum, nesterov }): OptimizerRule => ({
  slots: momentum === 0 ? [] : ["momentum"],
  scalars: (t, stepsPerEpoch = 1) => ({ learningRate: rateAt(rate, t, stepsPerEpoch) }),
  update(ops, { weight, gradient, slots, scalars }): UpdatedWeight {
    const { learningRate } = scalars;
    if (!learningRate) throw new Error("sgd needs learningRate");
    const step = ops.mul(gradient, learningRate);
    const before = slots["momentum"];
    if (!before) return { weight: ops.sub(weight, step), slots: {} };
    const mu = ops.constant(momentum);
    const velocity = ops.sub(ops.mul(before, mu), step);
    const move = nesterov ? ops.sub(ops.mul(velocity, mu), step) : velocity;
    return { weight: ops.add(weight, move), slots: { momentum: velocity } };
  },
}));
