/** What flows through steps in order, and the error of a step that cannot take it. */
import { UserError } from "./errors.ts";
import { noInput, showShape } from "./shape.ts";
import { rule, type Step, type TensorSpec } from "./step.ts";

/** The steps of a pipeline, or steps that do not begin with a source. */
export interface Steps {
  readonly steps: readonly Step[];
}

/** A step cannot run on what the step before gives. */
export class StepError extends UserError {
  override readonly name: string = "StepError";
  /** The step's place in the pipeline, from 1. */
  readonly step: number;

  readonly kind: string;
  /** The compiler's sentence. */
  readonly reason: string;

  /** "Cannot run step 4 (dense): " and the reason; `from`, a file's name, stands before it. */
  constructor(step: number, kind: string, reason: string, from = "") {
    super(`${from === "" ? "" : `${from}: `}Cannot run step ${step} (${kind}): ${reason}`);
    this.step = step;
    this.kind = kind;
    this.reason = reason;
  }
}

/**
 * What flows out of each step, in order. `input` is what comes into the first step; before a
 * source it is what the source turned out to give: the size of an image that has been read.
 * A size that isn't known yet is NaN, and what follows from it too. Throws a StepError.
 */
export function inferShapes({ steps }: Steps, input: TensorSpec = noInput): TensorSpec[] {
  const all: TensorSpec[] = [];
  let flow = input;
  steps.forEach((step, i) => {
    flow = at(steps, i, () => flowOf(step, i === 0, flow));
    all.push(flow);
  });
  return all;
}

function flowOf(step: Step, first: boolean, input: TensorSpec): TensorSpec {
  if (!first || !step[rule].source) return step[rule].outputSpec(input);
  const said = step[rule].outputSpec(noInput);
  if (input.shape.length === 0) return said;
  const fits = said.shape.length === input.shape.length &&
    said.shape.every((n, axis) => Number.isNaN(n) || n === input.shape[axis]);
  if (fits) return { shape: input.shape, classes: input.classes || said.classes };
  throw new UserError(
    `${step.kind}: expected ${showShape(said.shape)}, found ${showShape(input.shape)} in the data`,
  );
}

/** What flows into each step. */
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
