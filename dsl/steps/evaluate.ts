import { optional } from "../fields.ts";
import * as losses from "../losses/mod.ts";
import type { Step } from "../step.ts";
import type { Loss, Scores } from "../training.ts";
import { defineStep, oneOf } from "../definition.ts";
import { pass } from "./keep.ts";
import type { Named } from "./named.ts";
import { needScores, type ScoresRule } from "./scores.ts";

/** The options of `evaluate`. */
export interface EvaluateOptions<S extends Scores> extends Named {
  /** The loss to report; by default the one of `train`, else `sparseCategoricalCrossentropy()`. */
  readonly loss?: Loss<S>;
}

/**
 * Ends a pipeline: measures loss and accuracy on the test images of the data set, as Keras's
 * `evaluate` does. It follows `train`, or stands without it if the weights are given, such as
 * pretrained ones.
 *
 * @throws {UserError} If there is no such loss.
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

/** @internal */
evaluate.definition = defineStep("evaluate", {
  loss: optional(
    oneOf<Loss>("a loss", Object.values(losses).map(({ definition }) => definition)),
  ),
}, ({ loss }) => ({
  evaluation: loss ? { loss } : {},
  outputSpec(input) {
    if (loss) needScores("evaluate", loss, input);
    return pass("evaluate")(input);
  },
}));
