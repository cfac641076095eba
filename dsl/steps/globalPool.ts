import { choice, flag, withDefault, withName } from "../fields.ts";
import type { Ops, Pair, Value } from "../ops.ts";
import {
  activationOf,
  type ImageSpec,
  needImage,
  type NeedsImage,
  type VectorSpec,
  type WithActivation,
} from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";
import type { PoolKind } from "./pool.ts";

/** The type rule of `globalPool`. */
export interface GlobalPoolRule<D extends boolean = false> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends
    ImageSpec<number, number, infer C extends number, infer N extends number>
    ? WithActivation<D extends true ? ImageSpec<1, 1, C, N> : VectorSpec<C, N>, this["in"]>
    : NeedsImage<"globalPool", this["in"]>;
}

interface GlobalPooling {
  readonly layer: string;
  readonly forward: (ops: Ops, x: Value) => Value;
}

const poolings: Readonly<Record<PoolKind, GlobalPooling>> = {
  mean: { layer: "GlobalAveragePooling2D", forward: (ops, x) => ops.mean(x, [1, 2]) },
  max: {
    layer: "GlobalMaxPooling2D",
    forward(ops, x) {
      const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
      const size: Pair = [height, width];
      const largest = ops.maxPool(x, { size, stride: size, padding: "valid" });
      return ops.reshape(largest, [batch, channels]);
    },
  },
};

/** The options of a global pooling. */
export interface GlobalPoolOptions<D extends boolean = boolean> extends Named {
  /** What becomes of each channel: its mean (the default) or its largest number. */
  readonly kind?: PoolKind;
  /** Whether the result stays an image of one pixel, [1, 1, c]; false. */
  readonly keepDims?: D;
}

/**
 * Reduces each channel to one number, its mean or its maximum: [h, w, c] → [c], or [1, 1, c] with `keepDims` (Lin, Chen and Yan,
 * "Network in network", 2014, section 3.2). It replaces flatten() and gives far fewer numbers.
 *
 * @throws {UserError} If there is no such kind.
 *
 * @example
 * ```ts
 * import { inferShapes, globalPool, input, pipeline } from "../mod.ts";
 * console.assert(inferShapes(pipeline(input(3, 3, 768), globalPool()))[1]?.shape.join() === "768");
 * ```
 */
export function globalPool<const D extends boolean = false>(
  options: GlobalPoolOptions<D> = {},
): Step<GlobalPoolRule<D>> {
  return globalPool.definition.create({ ...options });
}

/** @internal */
globalPool.definition = defineStep("globalPool", {
  of: withName("kind", withDefault(choice<PoolKind>(["mean", "max"]), "mean")),
  keepDims: withDefault(flag, false),
}, ({ of, keepDims }) => ({
  layer: poolings[of].layer,
  window: "everything",
  outputSpec(input) {
    const [, , channels] = needImage("globalPool", input);
    const shape = keepDims ? [1, 1, channels] : [channels];
    return { shape, classes: input.classes, ...activationOf(input) };
  },
  forward(x, { ops }) {
    const y = poolings[of].forward(ops, x);
    const [batch = 1, channels = 1] = y.shape;
    return keepDims ? ops.reshape(y, [batch, 1, 1, channels]) : y;
  },
}));
