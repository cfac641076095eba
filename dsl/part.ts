/** What steps with parts share (`branches`, `frozen`): how a part is written, and its output. */
import type { ApplyRule } from "./check.ts";
import { UserError } from "./errors.ts";
import { type Field, list, unexpected } from "./fields.ts";
import { isStep } from "./given_steps.ts";
import { stepData } from "./pipeline.ts";
import { reasonInPart } from "./layer_nodes.ts";
import { rule, type Step, type TensorSpec } from "./step.ts";

/** A step in a part: what its function returns, or, in JSON, `{ step, … }`. */
const step: Field<Step> = {
  schema: { $ref: "#/$defs/step" },
  read(value, path, readStep) {
    const made = isStep(value) ? value : readStep?.(value, path);
    if (!isStep(made)) throw unexpected(path, "a step", value);
    const { training, evaluation } = made[rule];
    if (!training && !evaluation) return made;
    throw new UserError(
      `${path}: ${made.kind} ends a pipeline; put it at the end, not into a part`,
    );
  },
  write: (made) => ({ step: made.kind, ...stepData(made) }),
};

/** A field that holds a part: a list of steps. An empty list passes its input on. */
export const stepList: Field<readonly Step[]> = list(step, 0);

/**
 * The spec of the output of part `p` (from 0) of a step of this kind.
 *
 * @throws {UserError} If a step of the part cannot take its input; the message names the step.
 */
export function partOutput(
  kind: string,
  p: number,
  steps: readonly Step[],
  input: TensorSpec,
): TensorSpec {
  return steps.reduce((spec, made, i) => {
    try {
      return made[rule].outputSpec(spec);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(reasonInPart(kind, p, i, error.message));
    }
  }, input);
}

/** `partOutput` as a type: the output's spec, or "step 3: " and the sentence of the step that does not fit. */
export type PartOutput<I, S, At extends readonly 0[] = [0]> = S extends
  readonly [infer H extends Step, ...infer T]
  ? H extends Step<infer R> ? ApplyRule<R, I> extends infer O ? unknown extends O ? TensorSpec
      : O extends TensorSpec ? PartOutput<O, T, [...At, 0]>
      : O extends string ? `step ${At["length"]}: ${O}`
      : never
    : never
  : never
  : S extends readonly [] ? I
  : TensorSpec;
