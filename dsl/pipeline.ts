/**
 * A pipeline: steps in their order, checked when it is written (by the compiler) and when it is
 * made (at run time, for JSON and for sizes the compiler can't know). Making one allocates no
 * tensor and reads no file.
 */
import type { Check, Last } from "./check.ts";
import { UserError } from "./errors.ts";
import { type Nothing, nothing, show } from "./shape.ts";
import { behaviour, type Flow, type Step, type WeightSpec } from "./step.ts";
import { writeFields } from "./word.ts";

/** Steps in order: plain data. `O` is what flows out of the last, for the compiler only. */
export interface Pipeline<O = unknown> {
  readonly steps: readonly Step[];
  readonly gives?: O;
  /** What `JSON.stringify` writes. */
  toJSON(): PipelineJson;
}

/** A pipeline as JSON: `schema()` describes it, `fromJSON()` reads it. Defaults are left out. */
export interface PipelineJson {
  readonly convlab: 1;
  readonly steps: readonly ({ readonly step: string } & Readonly<Record<string, unknown>>)[];
}

/** The steps of a pipeline, or steps that do not begin with a source. */
export type Steps = Pick<Pipeline, "steps">;

/** A step cannot run on what the step before gives. */
export class FlowError extends UserError {
  override readonly name: string = "FlowError";
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
 * Puts steps together. The compiler underlines the first step that doesn't fit the one before and
 * says why; the same is checked again here. Steps whose number or types the compiler does not know
 * (`pipeline(...list)`) are checked here only.
 *
 * Throws a FlowError with the number of the step: a step that doesn't fit, a name given twice, a
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
  ...steps: Check<Nothing, S> extends S ? S : Check<Nothing, S>
): Pipeline<Last<Nothing, S>> {
  const made: Steps = { steps: Object.freeze([...steps as readonly Step[]]) };
  flows(made);
  stepNames(made);
  checkEnding(made);
  // Hidden, so that a pipeline compares and prints as the data it is.
  Object.defineProperty(made, "toJSON", { value: () => toJSON(made) });
  return Object.freeze(made) as Pipeline<Last<Nothing, S>>;
}

/**
 * What flows out of each step, in order. `input` is what comes into the first step; before a
 * source it is what the source turned out to give: the size of an image that has been read.
 * A size that isn't known yet is NaN, and what follows from it too. Throws a FlowError.
 */
export function flows({ steps }: Steps, input: Flow = nothing): Flow[] {
  const all: Flow[] = [];
  let flow = input;
  steps.forEach((step, i) => {
    flow = at(steps, i, () => flowOf(step, i === 0, flow));
    all.push(flow);
  });
  return all;
}

function flowOf(step: Step, first: boolean, input: Flow): Flow {
  if (!first || !step[behaviour].source) return step[behaviour].flow(input);
  const said = step[behaviour].flow(nothing);
  if (input.shape.length === 0) return said;
  const fits = said.shape.length === input.shape.length &&
    said.shape.every((n, axis) => Number.isNaN(n) || n === input.shape[axis]);
  if (fits) return { shape: input.shape, classes: input.classes || said.classes };
  throw new UserError(
    `${step.kind}: expected ${show(said.shape)}, the data gives ${show(input.shape)}`,
  );
}

/** What flows into each step. */
export function inputs(steps: Steps, input: Flow = nothing): Flow[] {
  return [input, ...flows(steps, input)].slice(0, steps.steps.length);
}

/**
 * The name of each step: the one it was given, or its kind and a counter that begins at 1 for each
 * kind (conv1, conv2, pool1). Throws a FlowError when two steps have the same name.
 */
export function stepNames({ steps }: Steps): string[] {
  const counters = new Map<string, number>();
  const taken = new Map<string, number>();
  return steps.map((step, i) => {
    const count = (counters.get(step.kind) ?? 0) + 1;
    counters.set(step.kind, count);
    const name = step.name ?? `${step.kind}${count}`;
    const other = taken.get(name);
    if (other !== undefined) {
      throw new FlowError(
        i + 1,
        step.kind,
        `the name "${name}" belongs to step ${other}, give one of them another name`,
      );
    }
    taken.set(name, i + 1);
    return name;
  });
}

/** A weight of a pipeline: its full name, `<step name>/kernel`, and what the step said of it. */
export interface NamedWeight extends WeightSpec {
  readonly path: string;
  /** The number of the step, from 0. */
  readonly at: number;
}

/** All weights in order, with their names. Throws a FlowError. */
export function weightsOf(steps: Steps, input: Flow = nothing): NamedWeight[] {
  const names = stepNames(steps);
  const comes = inputs(steps, input);
  return steps.steps.flatMap((step, i) =>
    (step[behaviour].weights?.(comes[i] ?? nothing) ?? [])
      .map((weight) => ({ ...weight, path: `${names[i]}/${weight.name}`, at: i }))
  );
}

function checkEnding({ steps }: Steps): void {
  const end = steps.findIndex((step) => step[behaviour].training || step[behaviour].evaluates);
  steps.forEach((step, i) => {
    const { training, evaluates } = step[behaviour];
    if (end >= 0 && i > end && !evaluates) {
      throw new FlowError(
        i + 1,
        step.kind,
        `${step.kind} stands after ${steps[end]?.kind}: put it before`,
      );
    }
    if (training && !weightsOf({ steps: steps.slice(0, i) }).some((weight) => weight.trainable)) {
      throw new FlowError(
        i + 1,
        step.kind,
        "train: there is nothing to learn: the steps before have 0 parameters (pooling only shrinks), add conv() or dense()",
      );
    }
  });
}

function at<T>(steps: readonly Step[], i: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof FlowError) throw error;
    throw new FlowError(i + 1, steps[i]?.kind ?? "", error.message);
  }
}

function toJSON({ steps }: Steps): PipelineJson {
  return {
    convlab: 1,
    steps: steps.map((step) => ({ step: step.kind, ...stepData(step) })),
  };
}

/** A step's data without its kind and without what it has by default. */
export function stepData(step: Step): Record<string, unknown> {
  return writeFields(step, step[behaviour].fields ?? {});
}
