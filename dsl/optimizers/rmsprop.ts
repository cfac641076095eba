import { number, withDefault } from "../fields.ts";
import { learningRate, rateAt } from "../learning_rate.ts";
import type { LearningRate, Optimizer, OptimizerRule, UpdatedWeight } from "../training.ts";
import { define } from "../definition.ts";

/** The hyperparameters of RMSprop. */
export interface RmspropOptions {
  /** η: a number, or a schedule such as `cosineDecay`; 0.001. */
  readonly learningRate?: LearningRate;
  /** ρ, the decay of the mean squared gradient; 0.9. */
  readonly rho?: number;
  /** μ, the share of the last step that is added to the next; 0. */
  readonly momentum?: number;
  /** ε, which is added under the root; 1e-7. */
  readonly epsilon?: number;
}

/**
 * RMSprop (Hinton, "Neural networks for machine learning", 2012, lecture 6e):
 * v ← ρ·v + (1 − ρ)·g², s ← μ·s + η·g/√(v + ε), w ← w − s. ε is under the root, as in Keras 3.
 * Defaults as in Keras.
 *
 * @throws {UserError} If a hyperparameter is out of its bounds.
 *
 * @example
 * ```ts
 * import { rmsprop } from "../mod.ts";
 * console.assert(rmsprop({ learningRate: 5e-4 }).learningRate === 0.0005);
 * ```
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  return rmsprop.definition.create({ ...options });
}

/** @internal */
rmsprop.definition = define("rmsprop", {
  learningRate: withDefault(learningRate, 0.001),
  rho: withDefault(number({ from: 0, below: 1 }), 0.9),
  momentum: withDefault(number({ from: 0, below: 1 }), 0),
  epsilon: withDefault(number({ above: 0 }), 1e-7),
}, ({ learningRate: rate, rho, momentum, epsilon }): OptimizerRule => ({
  slots: momentum === 0 ? ["velocity"] : ["velocity", "momentum"],
  scalars: (t, stepsPerEpoch = 1) => ({ learningRate: rateAt(rate, t, stepsPerEpoch) }),
  update(ops, { weight, gradient, slots, scalars }): UpdatedWeight {
    const { velocity: before, momentum: last } = slots;
    const { learningRate } = scalars;
    if (!before || !learningRate) throw new Error("rmsprop needs velocity and learningRate");
    const velocity = ops.add(
      ops.mul(ops.constant(rho), before),
      ops.mul(ops.constant(1 - rho), ops.mul(gradient, gradient)),
    );
    const root = ops.sqrt(ops.add(velocity, ops.constant(epsilon)));
    const step = ops.div(ops.mul(learningRate, gradient), root);
    if (!last) return { weight: ops.sub(weight, step), slots: { velocity } };
    const move = ops.add(ops.mul(ops.constant(momentum), last), step);
    return { weight: ops.sub(weight, move), slots: { velocity, momentum: move } };
  },
}));
