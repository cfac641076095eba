import { number, optional, withDefault } from "../fields.ts";
import { learningRate, rateAt } from "../learning_rate.ts";
import type { LearningRate, Optimizer, OptimizerRule } from "../training.ts";
import { define } from "../definition.ts";

/** The hyperparameters of Adam. */
export interface AdamOptions {
  /** η: a number, or a schedule such as `cosineDecay`; 0.001. */
  readonly learningRate?: LearningRate;
  /** β₁, the decay of the mean gradient; 0.9. */
  readonly beta1?: number;
  /** β₂, the decay of the mean squared gradient; 0.999. */
  readonly beta2?: number;
  /** ε, which is added to the root; 1e-7. */
  readonly epsilon?: number;
  /** λ: every update first shrinks each weight by the factor 1 − η·λ; absent by default. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma and Ba, 2015, in the efficient form of section 2, which Keras uses too):
 * m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w ← w − α·m/(√v + ε) with
 * α = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) at update t. Defaults as in Keras.
 *
 * With `weightDecay` λ it is AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * 2019): before each update w ← w − η·λ·w, independently of the gradient and its averages. As in
 * Keras 3 this applies to every trainable weight, including biases and batch norm's gamma and beta;
 * the default of Keras's `AdamW` is λ = 0.004.
 *
 * @throws {UserError} If a hyperparameter is out of its bounds.
 *
 * @example
 * ```ts
 * import { adam } from "../mod.ts";
 * console.assert(adam().learningRate === 0.001);
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adam.definition.create({ ...options });
}

/** @internal */
adam.definition = define("adam", {
  learningRate: withDefault(learningRate, 0.001),
  beta1: withDefault(number({ from: 0, below: 1 }), 0.9),
  beta2: withDefault(number({ from: 0, below: 1 }), 0.999),
  epsilon: withDefault(number({ above: 0 }), 1e-7),
  weightDecay: optional(number({ above: 0 })),
}, ({ learningRate: rate, beta1, beta2, epsilon, weightDecay }): OptimizerRule => ({
  slots: ["momentum", "velocity"],
  scalars(t, stepsPerEpoch = 1) {
    const eta = rateAt(rate, t, stepsPerEpoch);
    const alpha = eta * Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t);
    return weightDecay === undefined ? { alpha } : { alpha, decay: eta * weightDecay };
  },
  update(ops, { weight, gradient, slots, scalars }) {
    const { momentum: m0, velocity: v0 } = slots;
    const { alpha, decay } = scalars;
    if (!m0 || !v0 || !alpha) throw new Error("adam needs momentum, velocity and alpha");
    const squared = ops.mul(gradient, gradient);
    const momentum = ops.add(m0, ops.mul(ops.sub(gradient, m0), ops.constant(1 - beta1)));
    const velocity = ops.add(v0, ops.mul(ops.sub(squared, v0), ops.constant(1 - beta2)));
    const root = ops.add(ops.sqrt(velocity), ops.constant(epsilon));
    const move = ops.div(ops.mul(momentum, alpha), root);
    const shrunk = decay ? ops.sub(weight, ops.mul(weight, decay)) : weight;
    return { weight: ops.sub(shrunk, move), slots: { momentum, velocity } };
  },
}));
