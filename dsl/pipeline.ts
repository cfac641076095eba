/**
 * A pipeline: steps in order, checked by the compiler while it is being written, and at run time when
 * it is created, for JSON and for sizes that the compiler cannot know. Creating a pipeline allocates
 * no tensor and reads no file.
 */
import type { CheckedSteps, LastOutput } from "./check.ts";
import { requireSteps } from "./given_steps.ts";
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

/** Steps in order, as plain data. `O` is the spec of the last one's output, for the compiler only. */
export interface Pipeline<O = unknown> {
  /** The steps in order. */
  readonly steps: readonly Step[];
  /** For the compiler only; there is no such property at run time. */
  readonly output?: O;
  /** The pipeline as `JSON.stringify` writes it. */
  toJSON(): PipelineJson;
}

/** A pipeline as JSON: `schema()` describes it, `fromJSON()` reads it. Defaults are left out. */
export interface PipelineJson {
  /** The version of the format. */
  readonly convlab: 1;
  /** Each step's kind as `step`, and its fields. */
  readonly steps: readonly ({ readonly step: string } & Readonly<Record<string, unknown>>)[];
}

/**
 * Creates a pipeline from steps. The compiler underlines the first step that does not fit the one
 * before and says why; at run time the same is checked again. Steps whose number or types the
 * compiler does not know (`pipeline(...list)`) are checked at run time only.
 *
 * @throws {StepError} If something that is given is no step, if a step does not fit the one before, if
 * two steps have the same name, if a step follows `train` or `evaluate`, or if `train` has no weights
 * to train.
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
  const made: Steps = { steps: Object.freeze([...requireSteps(steps)]) };
  inferShapes(made);
  stepNames(made);
  checkEnding(made);
  // Not enumerable, so that a pipeline compares and prints as the data it is.
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

/** A step's data as JSON, without its kind and its defaults. */
export function stepData(step: Step): Record<string, unknown> {
  return writeFields(step, step[rule].fields ?? {});
}
