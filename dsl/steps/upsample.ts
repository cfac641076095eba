import type { Multiply } from "../arith.ts";
import { choice, pair, withDefault, withName } from "../fields.ts";
import type { Ops, Pair, Value } from "../ops.ts";
import { type ImageSpec, needImage, type NeedsImage } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { multiplyAxes, type ResizeMatrix } from "../resample.ts";
import type { ColumnsOf, PerAxis, RowsOf } from "../window.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `upsample`. */
export interface UpsampleRule<S> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? ImageSpec<Multiply<H, RowsOf<S>>, Multiply<W, ColumnsOf<S>>, C, N>
    : NeedsImage<"upsample", this["in"]>;
}

/**
 * The matrix that makes n pixels n·times by mixing the two nearest centres; beyond the outermost centre
 * the outermost pixel stays, as in Keras.
 */
function linear(n: number, times: number): ResizeMatrix {
  const rows = n * times;
  const data = new Float64Array(rows * n);
  for (let i = 0; i < rows; i++) {
    const at = Math.min(Math.max((i + 0.5) / times - 0.5, 0), n - 1);
    const left = Math.min(Math.floor(at), Math.max(n - 2, 0));
    data[i * n + left] = 1 - (at - left);
    if (n > 1) data[i * n + left + 1] = at - left;
  }
  return { rows, columns: n, data };
}

/** How new pixels are made: copies of the nearest one, or mixtures of the neighbours. */
export type UpsampleKind = "nearest" | "bilinear";

const kinds: Readonly<Record<UpsampleKind, (ops: Ops, x: Value, size: Pair) => Value>> = {
  nearest(ops, x, [down, across]) {
    const [batch = 1, rows = 1, columns = 1, channels = 1] = x.shape;
    const repeated = (of: Value, times: number) =>
      ops.concat(Array.from({ length: times }, () => of), 1);
    const wide = repeated(ops.reshape(x, [batch * rows * columns, 1, channels]), across);
    const lines = ops.reshape(wide, [batch * rows, 1, columns * across * channels]);
    return ops.reshape(repeated(lines, down), [batch, rows * down, columns * across, channels]);
  },
  bilinear(ops, x, [down, across]) {
    const [, rows = 1, columns = 1] = x.shape;
    return multiplyAxes(ops, x, linear(rows, down), linear(columns, across));
  },
};

/** The options of `upsample`; defaults as in Keras's `UpSampling2D`. */
export interface UpsampleOptions extends Named {
  /** `nearest` (the default) copies the nearest pixel, `bilinear` mixes the neighbours. */
  readonly kind?: UpsampleKind;
}

/**
 * Makes an image larger without learning anything (Keras's `UpSampling2D`): each pixel becomes r·s
 * pixels. [h, w, c] → [h·r, w·s, c].
 *
 * @param size The factors r and s: one number, or [rows, columns].
 * @throws {UserError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { inferShapes, load, pipeline, upsample } from "../mod.ts";
 * console.assert(inferShapes(pipeline(load("mnist"), upsample(2)))[1]?.shape.join("x") === "56x56x1");
 * ```
 */
export function upsample<const S extends PerAxis>(
  size: S,
  options: UpsampleOptions = {},
): Step<UpsampleRule<S>> {
  return upsample.definition.create({ size, ...options });
}

/** @internal */
upsample.definition = defineStep("upsample", {
  size: pair,
  of: withName("kind", withDefault(choice<UpsampleKind>(["nearest", "bilinear"]), "nearest")),
}, ({ size, of }) => ({
  layer: "UpSampling2D",
  // A pixel of the result sees one pixel, or a few, at another scale, which no window describes.
  window: "everything",
  outputSpec(input) {
    const [height, width, channels] = needImage("upsample", input);
    return { shape: [height * size[0], width * size[1], channels], classes: input.classes };
  },
  forward: (x, { ops }) => kinds[of](ops, x, size),
}));
