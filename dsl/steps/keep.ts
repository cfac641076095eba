/** What steps share that keep the shape of their input. */
import {
  type ImageSpec,
  needImage,
  needInput,
  type NeedsImage,
  type NeedsInput,
} from "../shape.ts";
import type { TensorSpec, TypeRule } from "../step.ts";

/** The type rule of a step that keeps the shape of any input. */
export interface KeepRule<Kind extends string> extends TypeRule {
  /** The input itself, or the sentence of the error. */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<Kind> : this["in"];
}

/**
 * The shape rule of a step that keeps the shape of any input, for `StepRule.outputSpec`. The rule
 * throws a UserError if the step is the first.
 */
export function keep(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needInput(kind, input);
    return input;
  };
}

/** The type rule of a step that keeps the shape of an image. */
export interface KeepImageRule<Kind extends string> extends TypeRule {
  /** The input itself, or the sentence of the error. */
  readonly out: this["in"] extends ImageSpec<number, number, number, number> ? this["in"]
    : NeedsImage<Kind, this["in"]>;
}

/**
 * The shape rule of a step that keeps the shape of an image, for `StepRule.outputSpec`. The rule
 * throws a UserError if the input is not an image.
 */
export function keepImage(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needImage(kind, input);
    return input;
  };
}
