import { type PartOutput, partOutput, stepList } from "../part.ts";
import { needInput, type NeedsInput } from "../shape.ts";
import type { Step, TensorSpec, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

interface FrozenRule<S> extends TypeRule {
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<"frozen">
    : S extends readonly [] | readonly [Step, ...readonly Step[]]
      ? PartOutput<this["in"], S> extends infer O
        ? O extends string ? `frozen: part 1, ${O}` : number[] extends ShapeIn<O> ? unknown : O
      : never
    : unknown;
}

type ShapeIn<O> = O extends TensorSpec ? O["shape"] : never;

/**
 * Steps that do not learn: their weights stay as they are, are counted as non-trainable, and no
 * gradient is computed for them or below them. They also run as in use while the rest is trained:
 * batch norm takes its moving statistics and leaves them alone, dropout drops nothing. That is
 * Keras's `layer.trainable = False` for batch norm, and for all layers its `base(x, training=False)`.
 *
 * To unfreeze the upper part of a network, `split` it: `frozen(lower), ...upper`. Names and weights
 * stay the same, since steps are named as if they stood in one list.
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
