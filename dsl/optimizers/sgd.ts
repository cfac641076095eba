import { flag, number, withDefault } from "../fields.ts";
import { learningRate, rateAt } from "../learning_rate.ts";
import type { LearningRate, Optimizer, OptimizerRule, UpdatedWeight } from "../training.ts";
import { define } from "../definition.ts";

/** The hyperparameters of stochastic gradient descent. */
export interface SgdOptions {
  /** η: a number, or a schedule such as `cosineDecay`; 0.01. */
  readonly learningRate?: LearningRate;
  /** μ, from 0 to below 1: the share of the last step that is added to the next; 0. */
  readonly momentum?: number;
  /** Whether to look ahead by the momentum (Nesterov, 1983); false. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent: w ← w − η·g. With momentum μ: v ← μ·v − η·g, then w ← w + v, or,
 * with `nesterov`, w ← w + μ·v − η·g. Defaults as in Keras.
 *
 * @throws {UserError} If a hyperparameter is out of its bounds.
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

/** @internal */
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
