import { type Activation, activationNames, applyActivation } from "../activations.ts";
import type { Add, Multiply, Valid } from "../arith.ts";
import { choice, flag, pair, wholeNumber, withDefault } from "../fields.ts";
import { type InitializerName, initializerNames } from "../initializers.ts";
import type { Padding, Pair } from "../ops.ts";
import { type Activated, type ImageSpec, needImage, type NeedsImage } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import type { ColumnsOf, PerAxis, RowsOf } from "../window.ts";
import { defineStep } from "../definition.ts";
import { kernelAndBias } from "./kernel.ts";
import type { Named } from "./named.ts";

/** n·s, and k − s more without padding if the kernel is larger than the stride. */
type Grown<N extends number, K extends number, S extends number, P> = P extends "same"
  ? Multiply<N, S>
  : Valid<K, S, 1> extends infer More
    ? More extends number
      ? Valid<Add<Multiply<N, S>, More>, 2, 1> extends infer O extends number ? O : number
    : Multiply<N, S>
  : number;

/** The type rule of `convTranspose`. */
export interface ConvTransposeRule<F extends number, K, S, P, A extends Activation>
  extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends
    ImageSpec<infer H extends number, infer W extends number, number, infer N extends number> ?
      & ImageSpec<
        Grown<H, RowsOf<K>, RowsOf<S>, P>,
        Grown<W, ColumnsOf<K>, ColumnsOf<S>, P>,
        F,
        N
      >
      & Activated<A>
    : NeedsImage<"convTranspose", this["in"]>;
}

/** The options of a transposed convolution; defaults as in Keras's `Conv2DTranspose`. */
export interface ConvTransposeOptions<
  K extends PerAxis,
  S extends PerAxis,
  P extends Padding,
  A extends Activation = Activation,
> extends Named {
  /** The size of the kernel in pixels: one number, or [rows, columns]. */
  readonly kernel: K;
  /** How many pixels of the output lie between two pixels of the input; 1. */
  readonly stride?: S;
  /** `valid` (the default) or `same`: the output is exactly `stride` times as large. */
  readonly padding?: P;
  /** The function that is applied to every output; `linear`. */
  readonly activation?: A;
  /** Whether one learned number per filter is added; true. */
  readonly bias?: boolean;
  /** How the kernel is initialised; `glorotUniform`. The bias begins at 0. */
  readonly initializer?: InitializerName;
}

/**
 * A transposed convolution (Keras's `Conv2DTranspose`): each pixel of the input adds the kernel, times
 * its value, to the output, `stride` pixels further each time. It computes what a convolution computes
 * backwards, and makes images larger. [h, w, c] → [h′, w′, filters] with h′ = h·s for padding `same`,
 * else h·s + max(k − s, 0). It has k·k·filters·c weights, as [k, k, filters, c], and one bias per
 * filter (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, section 4).
 *
 * @param filters The number of filters, which become the channels of the output.
 * @throws {UserError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { convTranspose, inferShapes, input, pipeline } from "../mod.ts";
 *
 * const p = pipeline(input(7, 7, 32), convTranspose(16, { kernel: 3, stride: 2, padding: "same" }));
 * console.assert(inferShapes(p)[1]?.shape.join("x") === "14x14x16");
 * ```
 */
export function convTranspose<
  const F extends number,
  const K extends PerAxis,
  const S extends PerAxis = 1,
  const P extends Padding = "valid",
  const A extends Activation = "linear",
>(filters: F, options: ConvTransposeOptions<K, S, P, A>): Step<ConvTransposeRule<F, K, S, P, A>> {
  return convTranspose.definition.create({ filters, ...options });
}

const one: Pair = Object.freeze([1, 1] as const);

/** @internal */
convTranspose.definition = defineStep("convTranspose", {
  filters: wholeNumber(),
  kernel: pair,
  stride: withDefault(pair, one),
  padding: withDefault(choice(["valid", "same"]), "valid"),
  activation: withDefault(choice(activationNames), "linear"),
  bias: withDefault(flag, true),
  initializer: withDefault(choice(initializerNames), "glorotUniform"),
}, ({ filters, kernel: size, stride, padding, activation, bias, initializer }) => {
  const grown = (n: number, axis: 0 | 1) =>
    n * stride[axis] + (padding === "same" ? 0 : Math.max(size[axis] - stride[axis], 0));
  const sizeAfter = ([, height = NaN, width = NaN]: readonly number[]): Pair => [
    grown(height, 0),
    grown(width, 1),
  ];
  return {
    layer: "Conv2DTranspose",
    // Which pixels an output sees depends on its place, so no single window describes it.
    window: "everything",
    outputSpec(input) {
      const [height, width] = needImage("convTranspose", input);
      const shape = [...sizeAfter([1, height, width]), filters];
      return { shape, classes: input.classes, activation };
    },
    weights: ({ shape }) =>
      kernelAndBias([...size, filters, shape[2] ?? NaN], filters, initializer, bias),
    forward(x, { ops, weights: { kernel, bias } }) {
      if (!kernel) throw new Error("convTranspose needs its kernel");
      const y = ops.conv2dTranspose(x, kernel, sizeAfter(x.shape), { stride, padding });
      return applyActivation(ops, bias ? ops.add(y, bias) : y, activation);
    },
  };
});
