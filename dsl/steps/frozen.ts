import { type PartOutput, partOutput, stepList } from "../part.ts";
import { needInput, type NeedsInput } from "../shape.ts";
import type { Step, TensorSpec, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `frozen`. */
export interface FrozenRule<S> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<"frozen">
    : S extends readonly [] | readonly [Step, ...readonly Step[]]
      ? PartOutput<this["in"], S> extends infer O
        ? O extends string ? `frozen: part 1, ${O}` : number[] extends ShapeIn<O> ? unknown : O
      : never
    : unknown;
}

type ShapeIn<O> = O extends TensorSpec ? O["shape"] : never;

/**
 * Steps that do not learn: their weights keep their values and count as non-trainable, and no
 * gradient is computed for them or for the steps below them. While the rest is trained they run in
 * inference mode: batch norm uses its moving statistics without updating them, and dropout drops
 * nothing. In Keras, `layer.trainable = False` does the same for batch norm, and
 * `base(x, training=False)` for all layers.
 *
 * To unfreeze the upper part of a network, `split` it: `frozen(lower), ...upper`. Names and weights
 * remain the same, because steps are named as if they stood in one list.
 *
 * @throws {UserError} If the steps contain `train` or `evaluate`.
 *
 * @example
 * ```ts
 * import { conv, dense, frozen, globalPool, input, pipeline, summaryRows, summaryTotals } from "../mod.ts";
 *
 * const p = pipeline(input(8, 8, 3), frozen([conv(4, { kernel: 3 })]), globalPool(), dense(2));
 * console.assert(summaryTotals(summaryRows(p)).nonTrainable === 3 * 3 * 3 * 4 + 4);
 * ```
 */
export function frozen<const S extends readonly Step[]>(
  steps: S,
  options: Named = {},
): Step<FrozenRule<S>> {
  return frozen.definition.create({ steps, ...options });
}

/** @internal */
frozen.definition = defineStep("frozen", { steps: stepList }, ({ steps, name }) => ({
  parts: [steps],
  freezes: true,
  cut: (lower): Step => frozen.definition.create({ steps: lower, name }),
  outputSpec(input) {
    needInput("frozen", input);
    return partOutput("frozen", 0, steps, input);
  },
  forward: (x, { run }) => run(0, x),
}));
