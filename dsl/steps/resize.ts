import { choice, flag, optional, wholeNumber, withDefault } from "../fields.ts";
import type { Ops, Value } from "../ops.ts";
import { type ResizeMatrix, resizeMatrix, type ResizeMethod } from "../resample.ts";
import { type ImageSpec, needImage, type NeedsImage, sizeOf } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

interface ResizeRule<H extends number, W extends number> extends TypeRule {
  readonly out: this["in"] extends
    ImageSpec<number, number, infer C extends number, infer N extends number>
    ? ImageSpec<H, W, C, N>
    : NeedsImage<"resize", this["in"]>;
}

/** How an image is resized. */
export interface ResizeOptions extends Named {
  /** `bilinear` (the default) or `nearest`. */
  readonly method?: ResizeMethod;
  /** Blur before shrinking, so that fine patterns do not alias; by default for bilinear. */
  readonly antialias?: boolean;
}

/**
 * Another size for the image, as scikit-image's `resize`: bilinear between pixel centres, mirrored
 * at the border, with a Gaussian blur (σ = (factor − 1)/2) where it shrinks. [h, w, c] →
 * [height, width, c]. It is a product with one matrix an axis; see `resizeMatrix`.
 *
 * @example
 * ```ts
 * import { inferShapes, load, pipeline, resize } from "../mod.ts";
 * console.assert(inferShapes(pipeline(load("mnist"), resize(75, 75)))[1]?.shape.join("x") === "75x75x1");
 * ```
 */
export function resize<const H extends number, const W extends number>(
  height: H,
  width: W,
  options: ResizeOptions = {},
): Step<ResizeRule<H, W>> {
  return resize.definition.create({ height, width, ...options });
}

resize.definition = defineStep("resize", {
  height: wholeNumber(),
  width: wholeNumber(),
  method: withDefault(choice(["bilinear", "nearest"]), "bilinear"),
  antialias: optional(flag),
}, ({ height, width, method, antialias }) => ({
  // Its windows differ from pixel to pixel; this is what can be said of all.
  window: "everything",
  outputSpec(input) {
    const [, , channels] = needImage("resize", input);
    return { shape: [height, width, channels], classes: input.classes };
  },
  forward(x, { ops }) {
    const [, rows = 1, columns = 1] = x.shape;
    // The axis to resize stands first for the product: rows, then columns.
    const down = along(
      ops,
      ops.transpose(x, [1, 0, 2, 3]),
      resizeMatrix(rows, height, method, antialias),
    );
    const across = along(
      ops,
      ops.transpose(down, [2, 1, 0, 3]),
      resizeMatrix(columns, width, method, antialias),
    );
    return ops.transpose(across, [1, 2, 0, 3]);
  },
}));

/** Multiplies the first axis by the matrix. */
function along(ops: Ops, x: Value, { rows, columns, data }: ResizeMatrix): Value {
  const [, ...others] = x.shape;
  const flat = ops.reshape(x, [columns, sizeOf(others)]);
  return ops.reshape(ops.matmul(ops.constant(data, [rows, columns]), flat), [rows, ...others]);
}
