import { list, wholeNumber, withDefault } from "../fields.ts";
import { UserError } from "../errors.ts";
import { needFirst, type NotFirst } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

interface InputRule<S extends readonly number[], N extends number> extends TypeRule {
  readonly out: this["in"] extends { readonly shape: readonly [] }
    ? { readonly shape: S; readonly classes: N }
    : NotFirst<"input">;
}

/** What an input's labels are, if it has some. */
export interface InputOptions<N extends number = number> extends Named {
  /** The number of classes of the labels that come with the tensor; 0, the default, is none. */
  readonly classes?: N;
}

/**
 * A tensor that is given when the pipeline runs: images of one size, or vectors of one length.
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
