/** What the words share that take any shape and give it on unchanged. */
import {
  type ImageSpec,
  needImage,
  needInput,
  type NeedsImage,
  type NeedsInput,
} from "../shape.ts";
import type { TensorSpec, TypeRule } from "../step.ts";

/** The type rule: anything comes in, the same goes out. */
export interface KeepRule<Kind extends string> extends TypeRule {
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<Kind> : this["in"];
}

/** The shape rule: anything comes in, the same goes out. Throws a UserError when nothing does. */
export function keep(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needInput(kind, input);
    return input;
  };
}

/** The type rule: an image comes in, the same goes out. */
export interface KeepImageRule<Kind extends string> extends TypeRule {
  readonly out: this["in"] extends ImageSpec<number, number, number, number> ? this["in"]
    : NeedsImage<Kind, this["in"]>;
}

/** The shape rule: an image comes in, the same goes out. Throws a UserError when it is none. */
export function keepImage(kind: string): (input: TensorSpec) => TensorSpec {
  return (input) => {
    needImage(kind, input);
    return input;
  };
}
