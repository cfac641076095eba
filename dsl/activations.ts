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
export type Activation = "linear" | "relu" | "sigmoid" | "tanh" | "softmax" | "elu";

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
};

/** The names of all activations. */
export const activationNames: readonly Activation[] = Object.keys(activations) as Activation[];

/** Applies the activation of this name to every element of `x`; the shape is kept. */
export function applyActivation(ops: Ops, x: Value, name: Activation): Value {
  return activations[name].forward(ops, x);
}
