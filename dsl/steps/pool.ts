import { choice, optional, pair, withDefault, withName } from "../fields.ts";
import type { Ops, Padding, PoolWindow, Value } from "../ops.ts";
import { type ImageSpec, needImage, type NeedsImage } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { type PerAxis, type Slide, slide } from "../window.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `pool`. */
export interface PoolRule<K, S, P> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? Slide<"pool", "window", H, W, K, S, 1, P, C, N>
    : NeedsImage<"pool", this["in"]>;
}

interface Pooling {
  readonly layer: string;
  readonly forward: (ops: Ops, x: Value, window: PoolWindow) => Value;
}

/** What a window is reduced to: its largest number, or its mean. */
export type PoolKind = "max" | "mean";

const poolings: Readonly<Record<PoolKind, Pooling>> = {
  max: { layer: "MaxPooling2D", forward: (ops, x, window) => ops.maxPool(x, window) },
  mean: { layer: "AveragePooling2D", forward: (ops, x, window) => ops.meanPool(x, window) },
};

/** The options of a pooling; defaults as in Keras's `MaxPooling2D`. */
export interface PoolOptions<S extends PerAxis, P extends Padding> extends Named {
  /** What becomes of each window: its largest number (`max`, the default) or its mean. */
  readonly kind?: PoolKind;
  /** How many pixels the window moves from one output pixel to the next; by default its size. */
  readonly stride?: S;
  /** `valid` (the default) stays inside the image; `same` pads. */
  readonly padding?: P;
}

/**
 * Shrinks an image: reduces each window of each channel to its largest number or its mean. Nothing is
 * learned. [h, w, c] → [h′, w′, c] with h′ = ⌊(h − k)/s⌋ + 1, or ⌈h/s⌉ with padding `same`; the
 * padding itself counts neither for a maximum nor for a mean.
 *
 * @param size The size k of the window in pixels: one number, or [rows, columns].
 * @throws {UserError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { inferShapes, load, pipeline, pool } from "../mod.ts";
 * console.assert(inferShapes(pipeline(load("mnist"), pool(2)))[1]?.shape.join("x") === "14x14x1");
 * ```
 */
export function pool<
  const K extends PerAxis,
  const S extends PerAxis = K,
  const P extends Padding = "valid",
>(
  size: K,
  options: PoolOptions<S, P> = {},
): Step<PoolRule<K, S, P>> {
  return pool.definition.create({ size, ...options });
}

/** @internal */
pool.definition = defineStep("pool", {
  size: pair,
  of: withName("kind", withDefault(choice<PoolKind>(["max", "mean"]), "max")),
  stride: optional(pair),
  padding: withDefault(choice(["valid", "same"]), "valid"),
}, ({ size, of, stride = size, padding }) => {
  const pooling = poolings[of];
  return {
    layer: pooling.layer,
    window: { size, stride },
    outputSpec(input) {
      const [height, width, channels] = needImage("pool", input);
      const image = slide("pool", "window", [height, width], { size, stride, padding });
      return { shape: [...image, channels], classes: input.classes };
    },
    forward: (x, { ops }) => pooling.forward(ops, x, { size, stride, padding }),
  };
});
