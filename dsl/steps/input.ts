import { list, wholeNumber, withDefault } from "../fields.ts";
import { UserError } from "../errors.ts";
import { needFirst, type NotFirst } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `input`. */
export interface InputRule<S extends readonly number[], N extends number> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] }
    ? { readonly shape: S; readonly classes: N }
    : NotFirst<"input">;
}

/** The labels of an input. */
export interface InputOptions<N extends number = number> extends Named {
  /** How many classes the labels that come with the tensor have; 0, the default, means no labels. */
  readonly classes?: N;
}

/**
 * A source: a tensor that is passed when the pipeline runs, with images of one size
 * ([height, width, channels]) or vectors of one length ([length]).
 *
 * @throws {UserError} If a size is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import { inferShapes, input, pipeline } from "../mod.ts";
 *
 * console.assert(inferShapes(pipeline(input(64, 64, 3)))[0]?.shape.join("x") === "64x64x3");
 * console.assert(inferShapes(pipeline(input(784, { classes: 10 })))[0]?.classes === 10);
 * ```
 */
export function input<const L extends number, const N extends number = 0>(
  length: L,
  options?: InputOptions<N>,
): Step<InputRule<readonly [L], N>>;
/** A source of images [height, width, channels]; see above. */
export function input<
  const H extends number,
  const W extends number,
  const C extends number,
  const N extends number = 0,
>(
  height: H,
  width: W,
  channels: C,
  options?: InputOptions<N>,
): Step<InputRule<readonly [H, W, C], N>>;
export function input(...given: readonly (number | InputOptions | undefined)[]): Step {
  const options = given.find((value) => typeof value === "object") ?? {};
  return input.definition.create({
    shape: given.filter((value) => typeof value === "number"),
    ...options,
  });
}

/** @internal */
input.definition = defineStep("input", {
  shape: list(wholeNumber(), 1, 3),
  classes: withDefault(wholeNumber(0), 0),
}, ({ shape, classes }, path) => {
  if (shape.length === 2) {
    throw new UserError(
      `${path}.shape: expected [length] or [height, width, channels], found [${shape}]`,
    );
  }
  return {
    source: { tensor: shape },
    outputSpec(incoming) {
      needFirst("input", incoming);
      return { shape, classes };
    },
  };
});
