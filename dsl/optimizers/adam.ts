import { number, withDefault } from "../fields.ts";
import type { Optimizer, OptimizerRule } from "../step.ts";
import { define } from "../word.ts";

/** How Adam is set. */
export interface AdamOptions {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * Adam (Kingma and Ba, 2015, in the efficient form of section 2, which is Keras's):
 * m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w ← w − α·m/(√v + ε) with
 * α = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ). Defaults as Keras: η = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 1e-7.
 *
 * @example
 * ```ts
 * import { adam } from "../mod.ts";
 * console.assert(adam().learningRate === 0.001);
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adam.word.make({ ...options });
}

adam.word = define("adam", {
  learningRate: withDefault(number({ above: 0 }), 0.001),
  beta1: withDefault(number({ from: 0, below: 1 }), 0.9),
  beta2: withDefault(number({ from: 0, below: 1 }), 0.999),
  epsilon: withDefault(number({ above: 0 }), 1e-7),
}, ({ learningRate, beta1, beta2, epsilon }): OptimizerRule => ({
  slots: ["momentum", "velocity"],
  scalars: (t) => ({ alpha: learningRate * Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t) }),
  update(ops, { weight, gradient, slots, scalars }) {
    const { momentum: m0, velocity: v0 } = slots;
    const { alpha } = scalars;
    if (!m0 || !v0 || !alpha) throw new Error("adam needs momentum, velocity and alpha");
    const squared = ops.mul(gradient, gradient);
    const momentum = ops.add(m0, ops.mul(ops.sub(gradient, m0), ops.constant(1 - beta1)));
    const velocity = ops.add(v0, ops.mul(ops.sub(squared, v0), ops.constant(1 - beta2)));
    const root = ops.add(ops.sqrt(velocity), ops.constant(epsilon));
    const move = ops.div(ops.mul(momentum, alpha), root);
    return { weight: ops.sub(weight, move), slots: { momentum, velocity } };
  },
}));
