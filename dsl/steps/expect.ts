import { UserError } from "../errors.ts";
import { list, wholeNumber } from "../fields.ts";
import {
  type Fits,
  needInput,
  type NeedsInput,
  type ShapeOf,
  type ShowShape,
  showShape,
} from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";

/** The type rule of `expect`. */
export interface ExpectRule<S extends readonly number[]> extends TypeRule {
  /** @internal */
  readonly out: ShapeOf<this["in"]> extends readonly [] ? NeedsInput<"expect">
    : Fits<ShapeOf<this["in"]>, S> extends true ? this["in"] extends { readonly classes: infer N } ?
          & { readonly shape: S; readonly classes: N }
          & Pick<this["in"], "activation" & keyof this["in"]>
      : never
    : `expect: expected ${ShowShape<S>}, but the step before gives ${ShowShape<
      ShapeOf<this["in"]>
    >}`;
}

/**
 * Asserts the shape at this place, for the compiler and at run time: a note to the reader that cannot
 * become wrong. The steps after it have this shape as their input even where the compiler could not
 * compute it. Data passes unchanged.
 *
 * @param shape [length], or [height, width, channels].
 * @throws {UserError} If a size is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import { expect, load, pipeline, pool } from "../mod.ts";
 * pipeline(load("mnist"), pool(2), expect(14, 14, 1), pool(2), expect(7, 7, 1));
 * ```
 */
export function expect<const S extends readonly [number] | readonly [number, number, number]>(
  ...shape: S
): Step<ExpectRule<S>> {
  return expect.definition.create({ shape });
}

/** @internal */
expect.definition = defineStep("expect", { shape: list(wholeNumber(), 1, 3) }, ({ shape }) => ({
  outputSpec(input) {
    needInput("expect", input);
    const fits = input.shape.length === shape.length &&
      input.shape.every((n, axis) => Number.isNaN(n) || n === shape[axis]);
    if (fits) return { ...input, shape };
    throw new UserError(
      `expect: expected ${showShape(shape)}, but the step before gives ${showShape(input.shape)}`,
    );
  },
}));
