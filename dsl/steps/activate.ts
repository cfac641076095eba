import { type Activation, activationNames, applyActivation } from "../activations.ts";
import { UserError } from "../errors.ts";
import { choice } from "../fields.ts";
import { type Activated, type ActivationOf, needInput, type NeedsInput } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The activations that squeeze their input into probabilities. */
type Squeezing = "softmax" | "sigmoid";

/** The type rule of `activate`. */
export interface ActivateRule<A extends Activation> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<"activate">
    : [A] extends [Squeezing]
      ? ActivationOf<this["in"]> extends infer B extends Squeezing
        ? `activate: the step before ends in ${B} already; leave out one of the two`
      : Applied<A, this["in"]>
    : [A, this["in"]] extends ["linear", Activated<Activation>] ? this["in"]
    : Applied<A, this["in"]>;
}

type Applied<A extends Activation, I> = I extends
  { readonly shape: infer S; readonly classes: infer N }
  ? { readonly shape: S; readonly classes: N } & Activated<A>
  : unknown;

/**
 * An activation as a step of its own: a function of every number (softmax: along the last axis). The
 * shape is kept. `conv` and `dense` take an activation too; a step of its own is needed where
 * batchNorm() stands between.
 *
 * @throws {UserError} If there is no such activation.
 *
 * @example
 * ```ts
 * import { activate, batchNorm, conv, load, pipeline } from "../mod.ts";
 * pipeline(load("mnist"), conv(8, { kernel: 3, bias: false }), batchNorm(), activate("relu"));
 * ```
 */
export function activate<const A extends Activation>(
  activation: A,
  options: Named = {},
): Step<ActivateRule<A>> {
  return activate.definition.create({ activation, ...options });
}

const squeezes = (activation: Activation | undefined): boolean =>
  activation === "softmax" || activation === "sigmoid";

/** @internal */
activate.definition = defineStep(
  "activate",
  { activation: choice(activationNames) },
  ({ activation }) => ({
    layer: "Activation",
    outputSpec(input) {
      needInput("activate", input);
      if (squeezes(activation) && squeezes(input.activation)) {
        throw new UserError(
          `activate: the step before ends in ${input.activation} already; leave out one of the two`,
        );
      }
      // A linear activation changes nothing.
      return activation === "linear" && input.activation ? input : { ...input, activation };
    },
    forward: (x, { ops }) => applyActivation(ops, x, activation),
  }),
);
