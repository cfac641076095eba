/** The shapes between the steps of a pipeline, and the error of a step that cannot take its input. */
import { UserError } from "./errors.ts";
import { noInput, showShape } from "./shape.ts";
import { rule, type Step, type TensorSpec } from "./step.ts";

/** A list of steps: a pipeline, or steps that do not begin with a source. */
export interface Steps {
  /** The steps in order. */
  readonly steps: readonly Step[];
}

/** The error of a step that does not fit into its pipeline. */
export class StepError extends UserError {
  /** "StepError". */
  override readonly name: string = "StepError";
  /** The step's number in the pipeline, from 1. */
  readonly step: number;
  /** The step's kind, such as "dense". */
  readonly kind: string;
  /** What is wrong: the same sentence that the compiler prints. */
  readonly reason: string;

  /** The message is "Cannot run step 4 (dense): " and the reason, after the file's name `from`. */
  constructor(step: number, kind: string, reason: string, from = "") {
    super(`${from === "" ? "" : `${from}: `}Cannot run step ${step} (${kind}): ${reason}`);
    this.step = step;
    this.kind = kind;
    this.reason = reason;
  }
}

/**
 * The spec of each step's output, in order. A size that is not known yet is NaN, and so are the
 * sizes that follow from it.
 *
 * @param input The spec of the first step's input. If the first step is a source, the spec of the
 * data that it has given, such as the size of an image that has been read by now.
 * @throws {StepError} If a step cannot take its input.
 */
export function inferShapes({ steps }: Steps, input: TensorSpec = noInput): TensorSpec[] {
  const all: TensorSpec[] = [];
  let spec = input;
  steps.forEach((step, i) => {
    spec = at(steps, i, () => {
      checkPixels(steps, i, spec);
      return outputOf(step, i === 0, spec);
    });
    all.push(spec);
  });
  return all;
}

/**
 * Refuses a step that needs pixels from 0 to 255 after one that has rescaled them or has weights: it
 * would compute something else without a word.
 */
function checkPixels(steps: readonly Step[], i: number, input: TensorSpec): void {
  const step = steps[i];
  const purpose = step?.[rule].needsPixels?.(input);
  if (step === undefined || purpose === undefined) return;
  const before = steps.slice(0, i).find(({ [rule]: { rescales, weights, parts } }) =>
    rescales || weights || parts
  );
  if (before === undefined) return;
  throw new UserError(
    `${step.kind} needs pixels from 0 to 255 ${purpose}, but ${before.kind} comes before it; put ` +
      `${step.kind} before ${before.kind}`,
  );
}

function outputOf(step: Step, first: boolean, input: TensorSpec): TensorSpec {
  if (!first || !step[rule].source) return step[rule].outputSpec(input);
  const declared = step[rule].outputSpec(noInput);
  if (input.shape.length === 0) return declared;
  const fits = declared.shape.length === input.shape.length &&
    declared.shape.every((n, axis) => Number.isNaN(n) || n === input.shape[axis]);
  if (fits) return { shape: input.shape, classes: input.classes || declared.classes };
  throw new UserError(
    `${step.kind}: expected ${showShape(declared.shape)}, found ${
      showShape(input.shape)
    } in the data`,
  );
}

/**
 * The spec of each step's input, in order; `input` as in `inferShapes`.
 *
 * @throws {StepError} If a step cannot take its input.
 */
export function inputSpecs(steps: Steps, input: TensorSpec = noInput): TensorSpec[] {
  return [input, ...inferShapes(steps, input)].slice(0, steps.steps.length);
}

function at<T>(steps: readonly Step[], i: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof StepError) throw error;
    throw new StepError(i + 1, steps[i]?.kind ?? "", error.message);
  }
}
