import { choice, withDefault, withName } from "../fields.ts";
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
export interface GlobalPoolRule extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends
    ImageSpec<number, number, infer C extends number, infer N extends number>
    ? WithActivation<VectorSpec<C, N>, this["in"]>
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
export interface GlobalPoolOptions extends Named {
  /** What becomes of each channel: its mean (the default) or its largest number. */
  readonly kind?: PoolKind;
}

/**
 * Reduces each channel to one number, its mean or its maximum: [h, w, c] → [c] (Lin, Chen and Yan,
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
export function globalPool(options: GlobalPoolOptions = {}): Step<GlobalPoolRule> {
  return globalPool.definition.create({ ...options });
}

/** @internal */
globalPool.definition = defineStep("globalPool", {
  of: withName("kind", withDefault(choice<PoolKind>(["mean", "max"]), "mean")),
}, ({ of }) => ({
  layer: poolings[of].layer,
  window: "everything",
  outputSpec(input) {
    const [, , channels] = needImage("globalPool", input);
    return { shape: [channels], classes: input.classes, ...activationOf(input) };
  },
  forward: (x, { ops }) => poolings[of].forward(ops, x),
}));
