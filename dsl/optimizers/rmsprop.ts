import { number, withDefault } from "../fields.ts";
import { learningRate, rateAt } from "../learning_rate.ts";
import type { LearningRate, Optimizer, OptimizerRule, UpdatedWeight } from "../step.ts";
import { define } from "../definition.ts";

/** How RMSprop is set. */
export interface RmspropOptions {
  /** A number, or a schedule such as `cosineDecay`. */
  readonly learningRate?: LearningRate;
  readonly rho?: number;
  readonly momentum?: number;
  readonly epsilon?: number;
}

/**
 * RMSprop (Hinton, 2012, lecture 6e): v ← ρ·v + (1 − ρ)·g², w ← w − η·g/√(v + ε). With momentum μ
 * the step is added to μ times the last one. Keras 3 puts ε under the root; so do we. Defaults as
 * Keras: η = 0.001, ρ = 0.9, μ = 0, ε = 1e-7.
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
