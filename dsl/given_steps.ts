/** Checks that what a pipeline is given are steps: plain JavaScript and lists can pass anything. */
import { formatValue } from "./fields.ts";
import { StepError } from "./infer_shapes.ts";
import { rule, type Step } from "./step.ts";

/** More steps come from a mistake, or from a file that means harm. */
export const MOST_STEPS = 10_000;

/**
 * Checks that all values are steps, and that they are not more than 10,000.
 *
 * @throws {StepError} If one is something else, such as `flatten` in the place of `flatten()`.
 */
export function requireSteps(given: readonly unknown[]): readonly Step[] {
  if (given.length > MOST_STEPS) {
    throw new StepError(
      MOST_STEPS + 1,
      kindOf(given[MOST_STEPS]),
      `a pipeline has at most ${MOST_STEPS} steps, but this one has ${given.length}; leave out some`,
    );
  }
  given.forEach((value, i) => {
    if (isStep(value)) return;
    throw new StepError(i + 1, kindOf(value), `expected a step, found ${whatIs(value)}`);
  });
  return given as readonly Step[];
}

/** Whether a value is a step. */
export function isStep(value: unknown): value is Step {
  return typeof value === "object" && value !== null && rule in value;
}

const kindOf = (value: unknown): string =>
  isStep(value)
    ? value.kind
    : typeof value === "function"
    ? value.name
    : Array.isArray(value)
    ? "list"
    : typeof value;

function whatIs(value: unknown): string {
  if (typeof value === "function") {
    return `the function ${value.name || "without a name"}; call it: ${value.name}()`;
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}; write ... before it: pipeline(...list)`;
  }
  if (typeof value === "string") return `the text ${formatValue(value)}; call the step's function`;
  if (typeof value === "object" && value !== null && "step" in value) {
    return "JSON; read it with fromJSON()";
  }
  if (typeof value === "object" && value !== null && "steps" in value) {
    return "a pipeline; write ...p.steps to put its steps there";
  }
  return `${formatValue(value)}; give what load(), conv(), dense() … return`;
}
