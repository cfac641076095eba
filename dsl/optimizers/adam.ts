import { number, optional, withDefault } from "../fields.ts";
import { learningRate, rateAt } from "../learning_rate.ts";
import type { LearningRate, Optimizer, OptimizerRule } from "../step.ts";
import { define } from "../definition.ts";

/** How Adam is set. */
export interface AdamOptions {
  /** A number, or a schedule such as `cosineDecay`. */
  readonly learningRate?: LearningRate;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** λ: every update first shrinks each weight by η·λ of itself; none if left out. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma and Ba, 2015, in the efficient form of section 2, which is Keras's):
 * m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w ← w − α·m/(√v + ε) with
 * α = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ). Defaults as Keras: η = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 1e-7.
 *
 * With `weightDecay` λ it is AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * 2019): before each update w ← w − η·λ·w, apart from the gradient and its averages. As in Keras 3
 * this holds for every trainable weight, biases and batch norm's gamma and beta too; Keras's `AdamW`
 * has λ = 0.004.
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
