import { optional } from "../fields.ts";
import * as losses from "../losses/mod.ts";
import type { Loss, Scores, Step } from "../step.ts";
import { defineStep, oneOf } from "../definition.ts";
import { keep } from "./keep.ts";
import type { Named } from "./named.ts";
import { needScores, type ScoresRule } from "./scores.ts";

/** How a pipeline is measured. */
export interface EvaluateOptions<S extends Scores> extends Named {
  /** The loss that `train` minimises; without `train`, sparseCategoricalCrossentropy(). */
  readonly loss?: Loss<S>;
}

/**
 * An ending: measures loss and accuracy on the data set's test images, as Keras's `evaluate`. It
 * stands after `train`, or without it where the weights are given, such as pretrained ones.
 *
 * @example
 * ```ts
 * import { dense, evaluate, flatten, load, pipeline, train } from "../mod.ts";
 * pipeline(load("mnist"), flatten(), dense(10, "softmax"), train({ epochs: 1 }), evaluate());
 * ```
 */
export function evaluate<const S extends Scores = "anything">(
  options: EvaluateOptions<S> = {},
): Step<ScoresRule<"evaluate", S>> {
  return evaluate.definition.create({ ...options });
}

evaluate.definition = defineStep("evaluate", {
  loss: optional(
    oneOf<Loss>("a loss", Object.values(losses).map(({ definition }) => definition)),
  ),
}, ({ loss }) => ({
  evaluation: loss ? { loss } : {},
  outputSpec(input) {
    if (loss) needScores("evaluate", loss, input);
    return keep("evaluate")(input);
  },
}));
