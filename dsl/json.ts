/** Reads pipelines from JSON, and describes them as a JSON Schema. */
import { UserError } from "./errors.ts";
import { MOST_STEPS } from "./given_steps.ts";
import { formatValue, type Schema, unexpected } from "./fields.ts";
import { hint } from "./hint.ts";
import { type Pipeline, pipeline, StepError } from "./pipeline.ts";
import type { Step, TensorSpec } from "./step.ts";
import type { StepDefinition } from "./definition.ts";
import * as vocabulary from "./words.ts";
import { nameText } from "./quoted.ts";

const builtIn: readonly StepDefinition[] = Object.values(vocabulary).map(({ definition }) =>
  definition
);

/** How `fromJSON` reads. */
export interface FromJsonOptions {
  /** What error messages begin with, such as the file's name; empty by default. */
  readonly from?: string;
  /** Steps that a lab defines itself, in addition to the language's own. */
  readonly words?: readonly StepDefinition[];
}

/**
 * Reads a pipeline from parsed JSON. The result equals the pipeline that was written, and is checked
 * as the compiler checks one.
 *
 * @throws {UserError} If a value is wrong; the message names its place in the JSON:
 * `steps[3].filters: expected a whole number of at least 1, found "64"`.
 * @throws {StepError} If the steps do not fit together.
 *
 * @example
 * ```ts
 * import { fromJSON, load, pipeline, pool } from "./mod.ts";
 *
 * const text = JSON.stringify(pipeline(load("mnist"), pool(2)));
 * console.assert(JSON.stringify(fromJSON(JSON.parse(text))) === text);
 * ```
 */
export function fromJSON(value: unknown, options: FromJsonOptions = {}): Pipeline<TensorSpec> {
  const { from = "", words = [] } = options;
  const place = (path: string) => from === "" ? path : `${from}: ${path}`;
  if (deeperThan(value, MOST_DEEP)) {
    throw new UserError(
      place(
        `expected lists and objects nested at most ${MOST_DEEP} deep, found more; write it flat`,
      ),
    );
  }
  if (!isObject(value)) {
    throw new UserError(
      place(`expected a pipeline { "convlab": 1, "steps": [...] }, found ${formatValue(value)}`),
    );
  }
  const extra = Object.keys(value).find((key) => !["convlab", "steps", "$schema"].includes(key));
  if (extra !== undefined) {
    throw new UserError(
      `${place(nameText(extra))}: a pipeline has no such field; it has only convlab and steps`,
    );
  }
  if (value["convlab"] !== 1) throw unexpected(place("convlab"), "1", value["convlab"]);
  const steps = value["steps"];
  if (!Array.isArray(steps) || steps.length === 0) {
    throw unexpected(place("steps"), "a list of at least 1 step", steps);
  }
  const known = new Map([...builtIn, ...words].map((word) => [word.kind, word]));
  let count = 0;
  const readCounted = (step: unknown, path: string): Step => {
    if (++count > MOST_STEPS) {
      throw new UserError(`${path}: a pipeline has at most ${MOST_STEPS} steps; leave out some`);
    }
    return readStep(step, path, known, readCounted);
  };
  const read = steps.map((step, i) => readCounted(step, place(`steps[${i}]`)));
  try {
    return pipeline(...read);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    throw new StepError(error.step, error.kind, error.reason, from);
  }
}

function readStep(
  value: unknown,
  path: string,
  known: ReadonlyMap<string, StepDefinition>,
  readInner: (step: unknown, path: string) => Step,
): Step {
  if (!isObject(value)) throw unexpected(path, 'a step { "step": "conv", ... }', value);
  const { step, ...fields } = value;
  const word = typeof step === "string" ? known.get(step) : undefined;
  if (word) return word.create(fields, path, readInner);
  const names = [...known.keys()];
  throw new UserError(
    `${path}.step: expected the name of a step (${names.join(", ")}), found ${formatValue(step)}${
      hint(step, names)
    }`,
  );
}

/** Branches in branches take three levels each. A file's depth must not become a depth of calls. */
const MOST_DEEP = 100;

/** Whether JSON is nested deeper than `most`; walks level by level, without recursion. */
function deeperThan(value: unknown, most: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((each) =>
      typeof each === "object" && each !== null ? Object.values(each) : []
    );
  }
  return false;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The JSON Schema (2020-12) of a pipeline, made from the fields of all steps; the file
 * `dsl/pipeline.schema.json` contains this object. The schema does not describe shapes: only
 * `fromJSON` checks whether the steps fit together.
 */
export function schema(words: readonly StepDefinition[] = []): Schema {
  const all = [...builtIn, ...words];
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "ConvLab pipeline",
    type: "object",
    properties: {
      $schema: { type: "string" },
      convlab: { const: 1 },
      steps: { type: "array", minItems: 1, items: { $ref: "#/$defs/step" } },
    },
    required: ["convlab", "steps"],
    additionalProperties: false,
    $defs: {
      step: { oneOf: all.map(({ kind }) => ({ $ref: `#/$defs/${kind}` })) },
      ...Object.fromEntries(all.map((word) => [word.kind, word.schema("step")])),
    },
  };
}
