import { type Activation, activationNames, applyActivation } from "../activations.ts";
import type { Multiply } from "../arith.ts";
import { depthwise } from "../depthwise.ts";
import { choice, flag, pair, wholeNumber, withDefault } from "../fields.ts";
import { type InitializerName, initializerNames } from "../initializers.ts";
import type { Padding, Pair } from "../ops.ts";
import { type Activated, type ImageSpec, needImage, type NeedsImage } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { type PerAxis, type Slide, slide } from "../window.ts";
import { defineStep } from "../definition.ts";
import { kernelAndBias } from "./kernel.ts";
import type { Named } from "./named.ts";

/** The type rule of `depthwiseConv`. */
export interface DepthwiseConvRule<K, S, P, M extends number, A extends Activation>
  extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? Slide<"depthwiseConv", "kernel", H, W, K, S, 1, P, Multiply<C, M>, N, Activated<A>>
    : NeedsImage<"depthwiseConv", this["in"]>;
}

/** The options of a depthwise convolution; defaults as in Keras's `DepthwiseConv2D`. */
export interface DepthwiseConvOptions<
  K extends PerAxis,
  S extends PerAxis,
  P extends Padding,
  M extends number,
  A extends Activation = Activation,
> extends Named {
  /** The size of the window in pixels: one number, or [rows, columns]. */
  readonly kernel: K;
  /** How many pixels the window moves from one output pixel to the next; 1. */
  readonly stride?: S;
  /** `valid` (the default) stays inside the image; `same` pads with zeros. */
  readonly padding?: P;
  /** How many filters each channel has, Keras's `depth_multiplier`; 1. */
  readonly multiplier?: M;
  /** The function that is applied to every output; `linear`. */
  readonly activation?: A;
  /** Whether one learned number per output channel is added; true. */
  readonly bias?: boolean;
  /** How the kernel is initialised; `glorotUniform`. The bias begins at 0. */
  readonly initializer?: InitializerName;
}

/**
 * A convolution of each channel by itself (Keras's `DepthwiseConv2D`): filter q of channel c gives
 * output channel c·m + q, y[i, j, c·m + q] = b + Σ x[i·s + a, j·s + b, c] · w[a, b, c, q]. Channels are
 * not mixed; a `conv(f, 1)` after it does that, and both together have far fewer weights and products
 * than one convolution (Howard et al., "MobileNets", 2017). [h, w, c] → [h′, w′, c·m], sizes as for
 * `conv`. It has k·k·c·m weights and one bias per output channel.
 *
 * @throws {UserError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { conv, depthwiseConv, input, pipeline, summaryRows } from "../mod.ts";
 *
 * const separable = pipeline(input(28, 28, 32), depthwiseConv({ kernel: 3 }), conv(64, 1));
 * const plain = pipeline(input(28, 28, 32), conv(64, 3));
 * const parameters = (p: typeof plain | typeof separable) =>
 *   summaryRows(p).reduce((sum, row) => sum + row.parameters, 0);
 * console.assert(parameters(separable) === 320 + 2112 && parameters(plain) === 18_496);
 * ```
 */
export function depthwiseConv<
  const K extends PerAxis,
  const S extends PerAxis = 1,
  const P extends Padding = "valid",
  const M extends number = 1,
  const A extends Activation = "linear",
>(options: DepthwiseConvOptions<K, S, P, M, A>): Step<DepthwiseConvRule<K, S, P, M, A>> {
  return depthwiseConv.definition.create({ ...options });
}

const one: Pair = Object.freeze([1, 1] as const);

/** @internal */
depthwiseConv.definition = defineStep("depthwiseConv", {
  kernel: pair,
  stride: withDefault(pair, one),
  padding: withDefault(choice(["valid", "same"]), "valid"),
  multiplier: withDefault(wholeNumber(), 1),
  activation: withDefault(choice(activationNames), "linear"),
  bias: withDefault(flag, true),
  initializer: withDefault(choice(initializerNames), "glorotUniform"),
}, ({ kernel: size, stride, padding, multiplier, activation, bias, initializer }) => ({
  layer: "DepthwiseConv2D",
  window: { size, stride },
  outputSpec(input) {
    const [height, width, channels] = needImage("depthwiseConv", input);
    const window = { size, stride, padding };
    const image = slide("depthwiseConv", "kernel", [height, width], window);
    return { shape: [...image, channels * multiplier], classes: input.classes, activation };
  },
  weights({ shape: [, , channels = NaN] }) {
    const shape = [...size, channels, multiplier];
    return kernelAndBias(shape, channels * multiplier, initializer, bias);
  },
  forward(x, { ops, weights: { kernel, bias } }) {
    if (!kernel) throw new Error("depthwiseConv needs its kernel");
    const y = depthwise(ops, x, kernel, stride, padding);
    return applyActivation(ops, bias ? ops.add(y, bias) : y, activation);
  },
}));
