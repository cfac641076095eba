import type { Add } from "../arith.ts";
import { pairFrom } from "../fields.ts";
import {
  activationOf,
  type ImageSpec,
  needImage,
  type NeedsImage,
  type WithActivation,
} from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import type { ColumnsOf, PerAxis, RowsOf } from "../window.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

type Twice<N extends number> = Add<N, N>;

/** The type rule of `zeroPad`. */
export interface ZeroPadRule<S> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? WithActivation<
      ImageSpec<Add<H, Twice<RowsOf<S>>>, Add<W, Twice<ColumnsOf<S>>>, C, N>,
      this["in"]
    >
    : NeedsImage<"zeroPad", this["in"]>;
}

/**
 * Surrounds an image with zeros (Keras's `ZeroPadding2D`): p rows above and below, q columns left and
 * right. [h, w, c] → [h + 2p, w + 2q, c].
 *
 * @param size How many pixels: one number, or [rows, columns].
 * @throws {UserError} If the size is no whole number from 0 on.
 *
 * @example
 * ```ts
 * import { inferShapes, load, pipeline, zeroPad } from "../mod.ts";
 * console.assert(inferShapes(pipeline(load("mnist"), zeroPad(2)))[1]?.shape.join("x") === "32x32x1");
 * ```
 */
export function zeroPad<const S extends PerAxis>(
  size: S,
  options: Named = {},
): Step<ZeroPadRule<S>> {
  return zeroPad.definition.create({ size, ...options });
}

/** @internal */
zeroPad.definition = defineStep("zeroPad", { size: pairFrom(0) }, ({ size: [rows, columns] }) => ({
  layer: "ZeroPadding2D",
  outputSpec(input) {
    const [height, width, channels] = needImage("zeroPad", input);
    const shape = [height + 2 * rows, width + 2 * columns, channels];
    return { shape, classes: input.classes, ...activationOf(input) };
  },
  forward: (x, { ops }) => ops.pad(x, [0, rows, columns, 0], [0, rows, columns, 0]),
}));
