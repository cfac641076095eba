import { UserError } from "../errors.ts";
import { choice, list, number, pair, withDefault } from "../fields.ts";
import type { Kernel } from "../kernels.ts";
import type { Padding, Pair } from "../ops.ts";
import { type ImageSpec, needImage, type NeedsImage } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { type PerAxis, type Slide, slide } from "../window.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `filter`. */
export interface FilterRule<K extends Kernel, S, P> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? Slide<"filter", "kernel", H, W, [K["length"], K[number]["length"]], S, 1, P, C, N>
    : NeedsImage<"filter", this["in"]>;
}

/** The options of a filter. */
export interface FilterOptions<S extends PerAxis, P extends Padding> extends Named {
  /** How many pixels the window moves from one output pixel to the next; 1. */
  readonly stride?: S;
  /** `valid` (the default) stays inside the image; `same` pads with zeros. */
  readonly padding?: P;
}

/**
 * Applies a fixed kernel to each channel separately: y[i, j, c] = Σ x[i·s + m, j·s + n, c]·k[m, n].
 * As in `conv`, this is a cross-correlation: the kernel is not flipped. Nothing is learned.
 * [h, w, c] → [h′, w′, c] with h′ and w′ as for `conv`.
 *
 * @param kernel The rows of the kernel, such as `gaussian(5, 1)` or `[[1, -1]]`.
 * @throws {UserError} If the rows differ in length, or if an option is wrong.
 *
 * @example
 * ```ts
 * import { filter, inferShapes, gaussian, input, laplacian, pipeline } from "../mod.ts";
 *
 * const p = pipeline(input(109, 120, 2), filter(gaussian(5, 1)), filter(laplacian()));
 * console.assert(inferShapes(p)[2]?.shape.join("x") === "103x114x2");
 * ```
 */
export function filter<
  const K extends Kernel,
  const S extends PerAxis = 1,
  const P extends Padding = "valid",
>(kernel: K, options: FilterOptions<S, P> = {}): Step<FilterRule<K, S, P>> {
  return filter.definition.create({ kernel, ...options });
}

const one: Pair = Object.freeze([1, 1] as const);

/** @internal */
filter.definition = defineStep("filter", {
  kernel: list(list(number())),
  stride: withDefault(pair, one),
  padding: withDefault(choice(["valid", "same"]), "valid"),
}, ({ kernel, stride, padding }, path) => {
  const size: Pair = [kernel.length, kernel[0]?.length ?? 0];
  const ragged = kernel.findIndex((row) => row.length !== size[1]);
  if (ragged >= 0) {
    throw new UserError(
      `${path}.kernel[${ragged}]: expected ${size[1]} numbers as in the first row, found ${
        kernel[ragged]?.length
      }`,
    );
  }
  return {
    layer: "Filter",
    window: { size, stride },
    outputSpec(input) {
      const [height, width, channels] = needImage("filter", input);
      const image = slide("filter", "kernel", [height, width], { size, stride, padding });
      return { shape: [...image, channels], classes: input.classes };
    },
    forward(x, { ops }) {
      const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
      const weights = ops.constant(kernel.flat(), [...size, 1, 1]);
      if (channels === 1) return ops.conv2d(x, weights, { stride, padding });
      // Each channel becomes an image of its own, because conv2d would sum over channels.
      const apart = ops.reshape(ops.transpose(x, [0, 3, 1, 2]), [
        batch * channels,
        height,
        width,
        1,
      ]);
      const y = ops.conv2d(apart, weights, { stride, padding });
      const [, rows = 1, columns = 1] = y.shape;
      return ops.transpose(ops.reshape(y, [batch, channels, rows, columns]), [0, 2, 3, 1]);
    },
  };
});
