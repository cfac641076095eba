import { type Activation, activationNames, applyActivation } from "../activations.ts";
import { choice, flag, wholeNumber, withDefault } from "../fields.ts";
import { type InitializerName, initializerNames } from "../initializers.ts";
import { type Activated, type NeedsVector, needVector, type VectorSpec } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import { kernelAndBias } from "./kernel.ts";
import type { Named } from "./named.ts";

/** The type rule of `dense`. */
export interface DenseRule<U extends number, A extends Activation> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends VectorSpec<number, infer N extends number>
    ? VectorSpec<U, N> & Activated<A>
    : NeedsVector<"dense", this["in"]>;
}

/** The options of a dense layer; defaults as in Keras's `Dense`. */
export interface DenseOptions<A extends Activation = Activation> extends Named {
  /** The function that is applied to the outputs; `linear`. */
  readonly activation?: A;
  /** Whether one learned number per unit is added; true. */
  readonly bias?: boolean;
  /** How the matrix W is initialised; `glorotUniform`. The bias begins at 0. */
  readonly initializer?: InitializerName;
}

/**
 * A fully connected layer (Keras's `Dense`): y = activation(x·W + b), [n] → [units]. It has n·units
 * weights and one bias per unit.
 *
 * @param units The number of outputs.
 * @param options An activation, or all options.
 * @throws {UserError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { dense, flatten, load, pipeline, summaryRows } from "../mod.ts";
 *
 * const p = pipeline(load("mnist"), flatten(), dense(10, "softmax"));
 * console.assert(summaryRows(p)[1]?.parameters === 784 * 10 + 10);
 * ```
 */
export function dense<const U extends number, const A extends Activation = "linear">(
  units: U,
  options: A | DenseOptions<A> = {},
): Step<DenseRule<U, A>> {
  return dense.definition.create({
    units,
    ...(typeof options === "string" ? { activation: options } : options),
  });
}

/** @internal */
dense.definition = defineStep("dense", {
  units: wholeNumber(),
  activation: withDefault(choice(activationNames), "linear"),
  bias: withDefault(flag, true),
  initializer: withDefault(choice(initializerNames), "glorotUniform"),
}, ({ units, activation, bias, initializer }) => ({
  layer: "Dense",
  window: "everything",
  outputSpec(input) {
    needVector("dense", input);
    return { shape: [units], classes: input.classes, activation };
  },
  weights: ({ shape }) => kernelAndBias([shape[0] ?? NaN, units], units, initializer, bias),
  forward(x, { ops, weights: { kernel, bias } }) {
    if (!kernel) throw new Error("dense needs its kernel");
    const y = ops.matmul(x, kernel);
    return applyActivation(ops, bias ? ops.add(y, bias) : y, activation);
  },
}));
