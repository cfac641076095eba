/** The compiler's side of a pipeline: each step's type rule applied to what flows into it. */
import type { Step, TensorSpec, TypeRule } from "./step.ts";

/** What a rule gives for what flows in: a TensorSpec, or the sentence that says why not. */
export type ApplyRule<R extends TypeRule, I> = (R & { readonly in: I })["out"];

/**
 * The steps as they must be: themselves, up to the first that does not fit, which must be its
 * sentence. After a step without a type rule (from JSON, or a lab's own) nothing is known.
 */
export type CheckedSteps<I, S extends readonly Step[]> = S extends
  readonly [infer H extends Step, ...infer T extends readonly Step[]]
  ? H extends Step<infer R>
    ? ApplyRule<R, I> extends infer O
      ? unknown extends O ? S : O extends TensorSpec ? [H, ...CheckedSteps<O, T>] : [O, ...T]
    : never
  : never
  : S;

/** What flows out of the last step. */
export type LastOutput<I, S extends readonly Step[]> = S extends
  readonly [infer H extends Step, ...infer T extends readonly Step[]]
  ? H extends Step<infer R>
    ? ApplyRule<R, I> extends infer O ? unknown extends O ? TensorSpec : LastOutput<O, T> : never
  : never
  : number extends S["length"] ? TensorSpec
  : I;
