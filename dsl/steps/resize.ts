import { choice, flag, optional, wholeNumber, withDefault } from "../fields.ts";
import { multiplyAxes, resizeMatrix, type ResizeMethod } from "../resample.ts";
import { type ImageSpec, needImage, type NeedsImage } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `resize`. */
export interface ResizeRule<H extends number, W extends number> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends
    ImageSpec<number, number, infer C extends number, infer N extends number>
    ? ImageSpec<H, W, C, N>
    : NeedsImage<"resize", this["in"]>;
}

/** The options of `resize`. */
export interface ResizeOptions extends Named {
  /** `bilinear` (the default) or `nearest`. */
  readonly method?: ResizeMethod;
  /** Whether to blur before shrinking, against aliasing; by default true for bilinear only. */
  readonly antialias?: boolean;
}

/**
 * Resizes an image as scikit-image's `resize` does: bilinear between pixel centres, mirrored at the
 * border, and blurred by a Gaussian (σ = (factor − 1)/2) along an axis that shrinks.
 * [h, w, c] → [height, width, c]. Computed as one matrix product per axis; see `resizeMatrix`.
 *
 * @throws {UserError} If an option is wrong.
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

/** @internal */
resize.definition = defineStep("resize", {
  height: wholeNumber(),
  width: wholeNumber(),
  method: withDefault(choice(["bilinear", "nearest"]), "bilinear"),
  antialias: optional(flag),
}, ({ height, width, method, antialias }) => ({
  // The windows differ from pixel to pixel, so no single one describes them.
  window: "everything",
  outputSpec(input) {
    const [, , channels] = needImage("resize", input);
    return { shape: [height, width, channels], classes: input.classes };
  },
  forward(x, { ops }) {
    const [, rows = 1, columns = 1] = x.shape;
    return multiplyAxes(
      ops,
      x,
      resizeMatrix(rows, height, method, antialias),
      resizeMatrix(columns, width, method, antialias),
    );
  },
}));
