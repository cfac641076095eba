import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keep, type KeepRule } from "./keep.ts";
import type { Named } from "./named.ts";

/**
 * An ending: measures the trained model on the data set's test images. It may stand after `train`.
 *
 * @example
 * ```ts
 * import { dense, evaluate, flatten, load, pipeline, train } from "../mod.ts";
 * pipeline(load("mnist"), flatten(), dense(10, "softmax"), train({ epochs: 1 }), evaluate());
 * ```
 */
export function evaluate(options: Named = {}): Step<KeepRule<"evaluate">> {
  return evaluate.definition.create({ ...options });
}

evaluate.definition = defineStep(
  "evaluate",
  {},
  () => ({ evaluates: true, outputSpec: keep("evaluate") }),
);
