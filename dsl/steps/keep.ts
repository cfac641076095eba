/** What steps share that keep the shape of their input. */
import type { LastActivation } from "../activations.ts";
import {
  type Activated,
  activationOf,
  type ImageSpec,
  needImage,
  needInput,
  type NeedsImage,
  type NeedsInput,
  type WithActivation,
} from "../shape.ts";
import type { TensorSpec, TypeRule } from "../step.ts";

/** A spec without its activation, for a step that keeps the shape and changes the numbers. */
export type WithoutActivation<I> = I extends Activated<LastActivation>
  ? { readonly shape: I["shape" & keyof I]; readonly classes: I["classes" & keyof I] }
  : I;

const changed = ({ shape, classes }: TensorSpec): TensorSpec => ({ shape, classes });

/** The type rule of a step that keeps the shape of any input. */
export interface KeepRule<Kind extends string> extends TypeRule {
  /** The input's shape and classes, or the sentence of the error. */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<Kind>
    : WithoutActivation<this["in"]>;
}

/**
 * The shape rule of a step that keeps the shape of any input, for `StepRule.outputSpec`. The rule
 * throws a UserError if the step is the first.
 */
export function keep(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needInput(kind, input);
    return changed(input);
  };
}

/** The type rule of a step that keeps the shape of any input and rescales the numbers. */
export interface RescaleRule<Kind extends string> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<Kind>
    : WithActivation<WithoutActivation<this["in"]>, this["in"]>;
}

/** The shape rule of a step that keeps the shape of any input and rescales the numbers. */
export function rescale(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needInput(kind, input);
    return { ...changed(input), ...activationOf(input) };
  };
}

/** The type rule of a step that passes any input on unchanged, outside training at least. */
export interface PassRule<Kind extends string> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<Kind> : this["in"];
}

/** The shape rule of a step that passes any input on unchanged, outside training at least. */
export function pass(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needInput(kind, input);
    return input;
  };
}

/** The type rule of a step that keeps the shape of an image. */
export interface KeepImageRule<Kind extends string> extends TypeRule {
  /** The input's shape and classes, or the sentence of the error. */
  readonly out: this["in"] extends ImageSpec<number, number, number, number>
    ? WithoutActivation<this["in"]>
    : NeedsImage<Kind, this["in"]>;
}

/**
 * The shape rule of a step that keeps the shape of an image, for `StepRule.outputSpec`. The rule
 * throws a UserError if the input is not an image.
 */
export function keepImage(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needImage(kind, input);
    return changed(input);
  };
}
