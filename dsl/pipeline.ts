/**
 * A pipeline: steps in their order, checked when it is written (by the compiler) and when it is
 * made (at run time, for JSON and for sizes the compiler can't know). Making one allocates no
 * tensor and reads no file.
 */
import type { CheckedSteps, LastOutput } from "./check.ts";
import { inferShapes, StepError, type Steps } from "./infer_shapes.ts";
import { stepNames, weightsOf } from "./layer_nodes.ts";
import type { NoInput } from "./shape.ts";
import { rule, type Step } from "./step.ts";
import { writeFields } from "./definition.ts";

export { inferShapes, inputSpecs, StepError, type Steps } from "./infer_shapes.ts";
export {
  allNodes,
  type LayerNode,
  layerNodes,
  type NamedWeight,
  stepNames,
  weightsOf,
} from "./layer_nodes.ts";

/** Steps in order: plain data. `O` is what flows out of the last, for the compiler only. */
export interface Pipeline<O = unknown> {
  readonly steps: readonly Step[];
  readonly output?: O;
  /** What `JSON.stringify` writes. */
  toJSON(): PipelineJson;
}

/** A pipeline as JSON: `schema()` describes it, `fromJSON()` reads it. Defaults are left out. */
export interface PipelineJson {
  readonly convlab: 1;
  readonly steps: readonly ({ readonly step: string } & Readonly<Record<string, unknown>>)[];
}

/**
 * Puts steps together. The compiler underlines the first step that doesn't fit the one before and
 * says why; the same is checked again here. Steps whose number or types the compiler does not know
 * (`pipeline(...list)`) are checked here only.
 *
 * Throws a StepError with the number of the step: a step that doesn't fit, a name given twice, a
 * step after the end, or `train` with nothing to learn.
 *
 * @example
 * ```ts
 * import { dense, flatten, load, normalize, pipeline, train } from "./mod.ts";
 *
 * const p = pipeline(
 *   load("fashion-mnist"), normalize(), flatten(), dense(10, "softmax"), train({ epochs: 5 }),
 * );
 * console.assert(p.steps.length === 5);
 * ```
 */
export function pipeline<const S extends readonly Step[]>(
  ...steps: CheckedSteps<NoInput, S> extends S ? S : CheckedSteps<NoInput, S>
): Pipeline<LastOutput<NoInput, S>> {
  const made: Steps = { steps: Object.freeze([...steps as readonly Step[]]) };
  inferShapes(made);
  stepNames(made);
  checkEnding(made);
  // Hidden, so that a pipeline compares and prints as the data it is.
  Object.defineProperty(made, "toJSON", { value: () => toJSON(made) });
  return Object.freeze(made) as Pipeline<LastOutput<NoInput, S>>;
}

function checkEnding({ steps }: Steps): void {
  const end = steps.findIndex((step) => step[rule].training || step[rule].evaluation);
  steps.forEach((step, i) => {
    const { training, evaluation } = step[rule];
    if (end >= 0 && i > end && !evaluation) {
      throw new StepError(
        i + 1,
        step.kind,
        `${step.kind} stands after ${steps[end]?.kind}; put it before`,
      );
    }
    if (!training) return;
    const weights = weightsOf({ steps: steps.slice(0, i) });
    if (weights.some(({ trainable }) => trainable)) return;
    throw new StepError(
      i + 1,
      step.kind,
      "train: there is nothing to learn, because " +
        (weights.length === 0
          ? "the steps before it have 0 parameters; add conv() or dense()"
          : "none of the parameters before it is trainable; add dense() or unfreeze a step"),
    );
  });
}

function toJSON({ steps }: Steps): PipelineJson {
  return {
    convlab: 1,
    steps: steps.map((step) => ({ step: step.kind, ...stepData(step) })),
  };
}

/** A step's data without its kind and without what it has by default. */
export function stepData(step: Step): Record<string, unknown> {
  return writeFields(step, step[rule].fields ?? {});
}
