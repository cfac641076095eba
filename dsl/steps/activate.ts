import { type Activation, activationNames, applyActivation } from "../activations.ts";
import { choice } from "../fields.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keep, type KeepRule } from "./keep.ts";
import type { Named } from "./named.ts";

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
export function activate(activation: Activation, options: Named = {}): Step<KeepRule<"activate">> {
  return activate.definition.create({ activation, ...options });
}

/** @internal */
activate.definition = defineStep(
  "activate",
  { activation: choice(activationNames) },
  ({ activation }) => ({
    layer: "Activation",
    outputSpec: keep("activate"),
    forward: (x, { ops }) => applyActivation(ops, x, activation),
  }),
);
