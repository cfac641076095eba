import type { AtMost } from "../arith.ts";
import { UserError } from "../errors.ts";
import { choice, optional, wholeNumber, withDefault } from "../fields.ts";
import type { Ops, Value } from "../ops.ts";
import { type ImageSpec, needImage, type NeedsImage, type ShowShape, showShape } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `augment`. */
export interface AugmentRule<S extends number> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends
    ImageSpec<infer H extends number, infer W extends number, infer C extends number, number>
    ? true extends (AtMost<H, S> extends true ? true : AtMost<W, S> extends true ? true : false)
      ? `augment: a shift of ${S} pixels leaves nothing of ${ShowShape<
        [H, W, C]
      >}; use a smaller one`
    : this["in"]
    : NeedsImage<"augment", this["in"]>;
}

/** How images are mirrored: `horizontal` swaps left and right, `vertical` top and bottom. */
export type Flip = "horizontal" | "vertical";

/** How training images are changed; at least one option is needed. */
export interface AugmentOptions<S extends number> extends Named {
  /** Each image moves by −shift to shift pixels along each axis, all distances equally likely; 0. */
  readonly shift?: S;
  /** Half of the images, on average, are mirrored this way; none by default. */
  readonly flip?: Flip;
}

/**
 * Changes each training image a little every time the network sees it: mirrors it with probability
 * ½, then moves it by whole pixels and fills with zeros, as `shift` does. Every example of a batch is
 * changed differently, from the run's seed. Outside training, images pass unchanged. The shape is
 * kept.
 *
 * Use it only where the change keeps the class: a mirrored shoe is a shoe, but a mirrored digit may
 * be none. Put it after normalize(), so that the zeros have the background's value. It corresponds to
 * Keras's `RandomFlip` and `RandomTranslation` (by whole pixels, filled with a constant).
 *
 * @throws {UserError} If neither option is given, or if an option is wrong.
 *
 * @example
 * ```ts
 * import { augment, load, normalize, pipeline } from "../mod.ts";
 * pipeline(load("fashion-mnist"), normalize(), augment({ shift: 2, flip: "horizontal" }));
 * ```
 */
export function augment<const S extends number = 0>(
  options: AugmentOptions<S>,
): Step<AugmentRule<S>> {
  return augment.definition.create({ ...options });
}

/** @internal */
augment.definition = defineStep("augment", {
  shift: withDefault(wholeNumber(0), 0),
  flip: optional(choice<Flip>(["horizontal", "vertical"])),
}, ({ shift, flip }, path) => {
  if (shift === 0 && flip === undefined) {
    throw new UserError(`${path}: expected shift, flip or both, found neither`);
  }
  return {
    outputSpec(input) {
      const [height, width] = needImage("augment", input);
      if (height <= shift || width <= shift) {
        throw new UserError(
          `augment: a shift of ${shift} pixels leaves nothing of ${
            showShape(input.shape)
          }; use a smaller one`,
        );
      }
      return input;
    },
    forward(x, { ops, training }) {
      if (!training) return x;
      const flipped = flip === undefined ? x : flipSome(ops, x, flip);
      return shift === 0 ? flipped : [1, 2].reduce((y, axis) => move(ops, y, axis, shift), flipped);
    },
  };
});

/** One uniform number per example: [batch, 1, 1, 1]. */
function draw(ops: Ops, [batch = 1]: readonly number[]): Value {
  return ops.random([batch, 1, 1, 1], "uniform");
}

function flipSome(ops: Ops, x: Value, flip: Flip): Value {
  const chosen = ops.greater(draw(ops, x.shape), ops.constant(0.5));
  const others = ops.sub(ops.constant(1), chosen);
  // One of the two terms is 0, so that every number is kept exactly.
  return ops.add(ops.mul(x, others), ops.mul(mirrored(ops, x, flip), chosen));
}

function mirrored(ops: Ops, x: Value, flip: Flip): Value {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const from = Array.from({ length: height * width * channels }, (_, at) => {
    const c = at % channels, j = Math.floor(at / channels) % width;
    const i = Math.floor(at / channels / width);
    const [row, column] = flip === "vertical" ? [height - 1 - i, j] : [i, width - 1 - j];
    return (row * width + column) * channels + c;
  });
  return ops.reshape(ops.gather(ops.reshape(x, [batch, from.length]), from), x.shape);
}

/** Σₖ [k ≤ u·(2n + 1) < k + 1]·(x moved by k − n): all but one of the 2n + 1 terms are 0. */
function move(ops: Ops, x: Value, axis: number, most: number): Value {
  const u = draw(ops, x.shape);
  const along = (n: number) => x.shape.map((_, i) => i === axis ? n : 0);
  const padded = ops.pad(x, along(most), along(most));
  const distances = 2 * most + 1;
  const atLeast = (k: number) =>
    k === 0 ? ops.constant(1) : k === distances ? ops.constant(0) : ops.greater(
      u,
      ops.constant(k / distances),
    );
  return Array.from({ length: distances }, (_, k) => {
    const moved = ops.slice(padded, along(2 * most - k), x.shape);
    return ops.mul(moved, ops.sub(atLeast(k), atLeast(k + 1)));
  }).reduce((sum, term) => ops.add(sum, term));
}
