/** The activation functions, one entry per function: its formula and its computation. */
import type { Ops, Value } from "./ops.ts";

/** An activation function. */
export interface ActivationRule {
  /** The formula in TeX, for the report. */
  readonly formula: string;
  /** The function of every element of `x` (softmax: along the last axis); the shape is kept. */
  forward(ops: Ops, x: Value): Value;
}

/** The name of an activation, as in Keras. */
export type Activation =
  | "linear"
  | "relu"
  | "sigmoid"
  | "tanh"
  | "softmax"
  | "elu"
  | "gelu"
  | "leakyRelu"
  | "silu"
  | "softplus"
  | "relu6"
  | "selu";

/** The activations that turn scores into probabilities. */
export type Squeezing = "softmax" | "sigmoid";

/** The last activation of some steps, with the one right before it if both turn into probabilities. */
export type LastActivation = Activation | `${Squeezing} after ${Squeezing}`;

/** The activations by name. */
export const activations: Readonly<Record<Activation, ActivationRule>> = {
  linear: { formula: "x", forward: (_, x) => x },
  relu: { formula: "\\max(0, x)", forward: (ops, x) => ops.relu(x) },
  sigmoid: { formula: "1 / (1 + e^{-x})", forward: (ops, x) => ops.sigmoid(x) },
  tanh: { formula: "\\tanh x", forward: (ops, x) => ops.tanh(x) },
  softmax: { formula: "e^{x_i} / \\sum_j e^{x_j}", forward: (ops, x) => ops.softmax(x) },
  elu: { formula: "x \\text{ if } x > 0 \\text{ else } e^x - 1", forward: (ops, x) => ops.elu(x) },
  gelu: {
    formula: "\\tfrac{1}{2} x (1 + \\operatorname{erf}(x / \\sqrt 2))",
    forward(ops, x) {
      const half = ops.mul(x, ops.constant(0.5));
      return ops.add(half, ops.mul(half, erf(ops, ops.mul(x, ops.constant(Math.SQRT1_2)))));
    },
  },
  leakyRelu: {
    formula: "x \\text{ if } x > 0 \\text{ else } 0.2\\,x",
    forward: (ops, x) => ops.maximum(ops.mul(x, ops.constant(0.2)), x),
  },
  silu: { formula: "x / (1 + e^{-x})", forward: (ops, x) => ops.mul(x, ops.sigmoid(x)) },
  softplus: {
    formula: "\\ln(1 + e^x)",
    forward(ops, x) {
      // The same number as ln(1 + eˣ), without a power that could be infinite.
      const small = ops.exp(ops.sub(ops.constant(0), magnitude(ops, x)));
      return ops.add(ops.relu(x), ops.log(ops.add(small, ops.constant(1))));
    },
  },
  relu6: {
    formula: "\\min(\\max(0, x), 6)",
    forward: (ops, x) => ops.minimum(ops.relu(x), ops.constant(6)),
  },
  selu: {
    formula: "1.0507\\,(x \\text{ if } x > 0 \\text{ else } 1.6733\\,(e^x - 1))",
    forward(ops, x) {
      const below = ops.minimum(ops.elu(x), ops.constant(0));
      const both = ops.add(ops.relu(x), ops.mul(below, ops.constant(1.6732632423543772)));
      return ops.mul(both, ops.constant(1.0507009873554805));
    },
  },
};

/** The names of all activations. */
export const activationNames: readonly Activation[] = Object.keys(activations) as Activation[];

/** Applies the activation of this name to every element of `x`; the shape is kept. */
export function applyActivation(ops: Ops, x: Value, name: Activation): Value {
  return activations[name].forward(ops, x);
}

/** |x|; its gradient at 0 is −1. */
const magnitude = (ops: Ops, x: Value): Value => ops.maximum(ops.sub(ops.constant(0), x), x);

/** Abramowitz and Stegun, "Handbook of mathematical functions", 1964, formula 7.1.26. */
const ERF = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];

/** The error function, to 1.5e-7: 1 − (a₁t + … + a₅t⁵)·e^(−x²) with t = 1/(1 + 0.3275911·x) for x ≥ 0. */
function erf(ops: Ops, x: Value): Value {
  const size = magnitude(ops, x);
  const one = ops.constant(1);
  const t = ops.div(one, ops.add(one, ops.mul(size, ops.constant(0.3275911))));
  const series = ERF.reduceRight<Value>(
    (sum, a) => ops.mul(ops.add(sum, ops.constant(a)), t),
    ops.constant(0),
  );
  const tail = ops.mul(series, ops.exp(ops.sub(ops.constant(0), ops.mul(x, x))));
  // −1 at 0, as the gradient of the magnitude there, so that their product has the right slope.
  const sign = ops.sub(ops.mul(ops.greater(x, ops.constant(0)), ops.constant(2)), one);
  return ops.mul(sign, ops.sub(one, tail));
}
