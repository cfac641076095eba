import type { AtMost } from "../arith.ts";
import { UserError } from "../errors.ts";
import { integer } from "../fields.ts";
import { type ImageSpec, needImage, type NeedsImage, type ShowShape, showShape } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

type Distance<N extends number> = `${N}` extends `-${infer P extends number}` ? P : N;

type Empty<R extends number, C extends number, S> =
  `shift: moving by ${R} rows and ${C} columns leaves nothing of ${ShowShape<S>}; move by less`;

/** The type rule of `shift`. */
export interface ShiftRule<R extends number, C extends number> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer Channels extends number,
    number
  > ? AtMost<H, Distance<R>> extends true ? Empty<R, C, [H, W, Channels]>
    : AtMost<W, Distance<C>> extends true ? Empty<R, C, [H, W, Channels]>
    : this["in"]
    : NeedsImage<"shift", this["in"]>;
}

/**
 * Moves the image down by `rows` and to the right by `columns` pixels; negative numbers move it up and
 * to the left: y[i, j] = x[i − rows, j − columns]. Pixels that leave the image are lost, and zeros
 * fill the other side. The shape is kept.
 *
 * @throws {UserError} If a distance is not a whole number.
 *
 * @example
 * ```ts
 * import { load, pipeline, shift } from "../mod.ts";
 * pipeline(load("mnist"), shift(0, -3));
 * ```
 */
export function shift<const R extends number, const C extends number>(
  rows: R,
  columns: C,
  options: Named = {},
): Step<ShiftRule<R, C>> {
  return shift.definition.create({ rows, columns, ...options });
}

/** @internal */
shift.definition = defineStep(
  "shift",
  { rows: integer, columns: integer },
  ({ rows, columns }) => ({
    outputSpec(input) {
      const [height, width] = needImage("shift", input);
      if (height <= Math.abs(rows) || width <= Math.abs(columns)) {
        throw new UserError(
          `shift: moving by ${rows} rows and ${columns} columns leaves nothing of ${
            showShape(input.shape)
          }; move by less`,
        );
      }
      return input;
    },
    forward(x, { ops }) {
      const moves = [0, rows, columns, 0];
      const kept = ops.slice(
        x,
        moves.map((by) => Math.max(-by, 0)),
        x.shape.map((n, axis) => n - Math.abs(moves[axis] ?? 0)),
      );
      return ops.pad(
        kept,
        moves.map((by) => Math.max(by, 0)),
        moves.map((by) => Math.max(-by, 0)),
      );
    },
  }),
);
