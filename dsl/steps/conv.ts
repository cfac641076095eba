import { type Activation, activationNames, applyActivation } from "../activations.ts";
import { UserError } from "../errors.ts";
import { choice, flag, pair, wholeNumber, withDefault } from "../fields.ts";
import { type InitializerName, initializerNames } from "../initializers.ts";
import type { ConvWindow, Ops, Padding, Pair, Value } from "../ops.ts";
import { type Activated, type ImageSpec, needImage, type NeedsImage } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { type PerAxis, type Slide, slide } from "../window.ts";
import { defineStep } from "../definition.ts";
import { kernelAndBias } from "./kernel.ts";
import type { Named } from "./named.ts";

/** The type rule of `conv`. */
export interface ConvRule<F extends number, K, S, D, P, A extends Activation> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends
    ImageSpec<infer H extends number, infer W extends number, number, infer N extends number>
    ? Slide<"conv", "kernel", H, W, K, S, D, P, F, N, Activated<A>>
    : NeedsImage<"conv", this["in"]>;
}

/** The options of a convolution; defaults as in Keras's `Conv2D`. */
export interface ConvOptions<
  K extends PerAxis,
  S extends PerAxis,
  D extends PerAxis,
  P extends Padding,
  A extends Activation = Activation,
> extends Named {
  /** The size of the window in pixels: one number, or [rows, columns]. */
  readonly kernel: K;
  /** How many pixels the window moves from one output pixel to the next; 1. */
  readonly stride?: S;
  /** `valid` (the default) stays inside the image; `same` pads with zeros. */
  readonly padding?: P;
  /** The distance between the taps of the kernel in pixels; 1. */
  readonly dilation?: D;
  /** The function that is applied to every output; `linear`. */
  readonly activation?: A;
  /** Whether one learned number per filter is added; true. */
  readonly bias?: boolean;
  /** How the kernel is initialised; `glorotUniform`. The bias begins at 0. */
  readonly initializer?: InitializerName;
  /**
   * Into how many groups channels and filters are divided; filters of one group see only the channels
   * of that group. 1.
   */
  readonly groups?: number;
}

/**
 * A layer of learned filters (Keras's `Conv2D`): each output pixel is
 * y[i, j, f] = b[f] + Σ x[i·s + m·d, j·s + n·d, c] · w[m, n, c, f], summed over the window and all
 * channels (a cross-correlation, as in every deep-learning library), then the activation.
 * [h, w, c] → [h′, w′, filters] with h′ = ⌊(h − ((k − 1)·d + 1))/s⌋ + 1, or ⌈h/s⌉ with padding
 * `same`. It has k·k·c·filters weights and one bias per filter; with g groups (Krizhevsky et al.,
 * 2012) each filter sees c/g channels.
 *
 * @param filters The number of filters, which become the channels of the output.
 * @param options All options, or the size of the kernel alone: `conv(8, 3)`.
 * @throws {UserError} If an option is wrong, or if both stride and dilation are above 1.
 *
 * @example
 * ```ts
 * import { conv, inferShapes, load, pipeline } from "../mod.ts";
 *
 * const p = pipeline(load("fashion-mnist"), conv(64, { kernel: 3, padding: "same" }));
 * console.assert(inferShapes(p)[1]?.shape.join("x") === "28x28x64");
 * ```
 */
export function conv<
  const F extends number,
  const K extends PerAxis,
  const S extends PerAxis = 1,
  const D extends PerAxis = 1,
  const P extends Padding = "valid",
  const A extends Activation = "linear",
>(filters: F, options: K | ConvOptions<K, S, D, P, A>): Step<ConvRule<F, K, S, D, P, A>> {
  const given = typeof options === "number" || Array.isArray(options)
    ? { kernel: options }
    : options as ConvOptions<K, S, D, P, A>;
  return conv.definition.create({ filters, ...given });
}

/** The convolution of each group of channels with its group of filters, side by side. */
function grouped(ops: Ops, x: Value, kernel: Value, groups: number, window: ConvWindow): Value {
  if (groups === 1) return ops.conv2d(x, kernel, window);
  const part = (of: Value, g: number) => {
    const share = (of.shape.at(-1) ?? groups) / groups;
    const begin = of.shape.map((_, axis) => axis === of.shape.length - 1 ? g * share : 0);
    return ops.slice(of, begin, [...of.shape.slice(0, -1), share]);
  };
  const outputs = Array.from(
    { length: groups },
    (_, g) => ops.conv2d(part(x, g), part(kernel, g), window),
  );
  return ops.concat(outputs, 3);
}

const one: Pair = Object.freeze([1, 1] as const);

/** @internal */
conv.definition = defineStep("conv", {
  filters: wholeNumber(),
  kernel: pair,
  stride: withDefault(pair, one),
  padding: withDefault(choice(["valid", "same"]), "valid"),
  dilation: withDefault(pair, one),
  activation: withDefault(choice(activationNames), "linear"),
  bias: withDefault(flag, true),
  initializer: withDefault(choice(initializerNames), "glorotUniform"),
  groups: withDefault(wholeNumber(), 1),
}, (values, path) => {
  const {
    filters,
    kernel: size,
    stride,
    padding,
    dilation,
    activation,
    bias,
    initializer,
    groups,
  } = values;
  if (Math.max(...stride) > 1 && Math.max(...dilation) > 1) {
    throw new UserError(
      `${path}: stride and dilation cannot both be above 1; leave one of them at 1`,
    );
  }
  if (filters % groups !== 0) {
    throw new UserError(
      `${path}: ${filters} filters cannot be divided into ${groups} groups of the same size; use a ` +
        `number of groups that divides ${filters}`,
    );
  }
  return {
    layer: "Conv2D",
    window: { size, stride, dilation },
    outputSpec(input) {
      const [height, width, channels] = needImage("conv", input);
      if (channels % groups > 0) {
        throw new UserError(
          `conv: ${channels} channels cannot be divided into ${groups} groups of the same size; use ` +
            `a number of groups that divides ${channels}`,
        );
      }
      const image = slide("conv", "kernel", [height, width], { size, stride, padding, dilation });
      return { shape: [...image, filters], classes: input.classes, activation };
    },
    weights: ({ shape }) =>
      kernelAndBias(
        [...size, (shape[2] ?? NaN) / groups, filters],
        filters,
        initializer,
        bias,
      ),
    forward(x, { ops, weights: { kernel, bias } }) {
      if (!kernel) throw new Error("conv needs its kernel");
      const y = grouped(ops, x, kernel, groups, { stride, dilation, padding });
      return applyActivation(ops, bias ? ops.add(y, bias) : y, activation);
    },
  };
});
