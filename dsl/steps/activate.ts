import {
  type Activation,
  activationNames,
  applyActivation,
  type LastActivation,
  type Squeezing,
} from "../activations.ts";
import { choice } from "../fields.ts";
import { type Activated, type ActivationOf, needInput, type NeedsInput } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `activate`. */
export interface ActivateRule<A extends Activation> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<"activate">
    : [A, this["in"]] extends ["linear", Activated<LastActivation>] ? this["in"]
    : Applied<[A] extends [Squeezing] ? After<A, ActivationOf<this["in"]>> : A, this["in"]>;
}

/** The last activation if `A` is applied to what comes out of `B`. */
type After<A extends Squeezing, B> = [B] extends [Squeezing] ? `${A} after ${B}`
  : [B] extends [`${infer C extends Squeezing} after ${Squeezing}`] ? `${A} after ${C}`
  : A;

type Applied<A extends LastActivation, I> = I extends
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

const squeezing = (activation: string | undefined): Squeezing | undefined =>
  activation === "softmax" || activation === "sigmoid" ? activation : undefined;

/** As the type `After`, for any activation. */
function after(activation: Activation, before: LastActivation | undefined): LastActivation {
  const [outer, inner] = [squeezing(activation), squeezing(before?.split(" ")[0])];
  return outer && inner ? `${outer} after ${inner}` : activation;
}

/** @internal */
activate.definition = defineStep(
  "activate",
  { activation: choice(activationNames) },
  ({ activation }) => ({
    layer: "Activation",
    outputSpec(input) {
      needInput("activate", input);
      // A linear activation changes nothing.
      return activation === "linear" && input.activation
        ? input
        : { ...input, activation: after(activation, input.activation) };
    },
    forward: (x, { ops }) => applyActivation(ops, x, activation),
  }),
);
