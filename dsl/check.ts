/** The compiler's check of a pipeline: each step's type rule, applied to the spec of its input. */
import type { Step, TensorSpec, TypeRule } from "./step.ts";

/** The output of a type rule for an input: a TensorSpec, or the sentence that says what is wrong. */
export type ApplyRule<R extends TypeRule, I> = (R & { readonly in: I })["out"];

/**
 * The steps as `pipeline` accepts them. If all fit, these are the steps themselves. Otherwise, the
 * sentence that says what is wrong stands in place of the first step that does not fit: the compiler
 * underlines that step and prints the sentence. Steps after one without a type rule (read from JSON,
 * or defined by a lab) are not checked, because the compiler does not know their input.
 */
export type CheckedSteps<I, S extends readonly Step[]> = S extends
  readonly [infer H extends Step, ...infer T extends readonly Step[]]
  ? H extends Step<infer R>
    ? ApplyRule<R, I> extends infer O
      ? unknown extends O ? S : O extends TensorSpec ? [H, ...CheckedSteps<O, T>] : [O, ...T]
    : never
  : never
  : S;

/** The spec of the last step's output. */
export type LastOutput<I, S extends readonly Step[]> = S extends
  readonly [infer H extends Step, ...infer T extends readonly Step[]]
  ? H extends Step<infer R>
    ? ApplyRule<R, I> extends infer O ? unknown extends O ? TensorSpec : LastOutput<O, T> : never
  : never
  : number extends S["length"] ? TensorSpec
  : I;
