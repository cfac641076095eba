import type { AtMost } from "../arith.ts";
import { UserError } from "../errors.ts";
import { wholeNumber } from "../fields.ts";
import { type ImageSpec, needImage, type NeedsImage, type ShowShape, showShape } from "../shape.ts";
import type { Step, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

/** The type rule of `channel`. */
export interface ChannelRule<I extends number> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  >
    ? AtMost<C, I> extends true
      ? `channel: there is no channel ${I} in ${ShowShape<[H, W, C]>}; channels are counted from 0`
    : ImageSpec<H, W, 1, N>
    : NeedsImage<"channel", this["in"]>;
}

/**
 * Selects one channel of an image: [h, w, c] → [h, w, 1].
 *
 * @param index The channel's number, from 0.
 * @throws {UserError} If `index` is not a whole number of at least 0.
 *
 * @example
 * ```ts
 * import { channel, inferShapes, input, pipeline } from "../mod.ts";
 * console.assert(inferShapes(pipeline(input(109, 120, 2), channel(1)))[1]?.shape.join() === "109,120,1");
 * ```
 */
export function channel<const I extends number>(
  index: I,
  options: Named = {},
): Step<ChannelRule<I>> {
  return channel.definition.create({ index, ...options });
}

/** @internal */
channel.definition = defineStep("channel", { index: wholeNumber(0) }, ({ index }) => ({
  outputSpec(input) {
    const [height, width, channels] = needImage("channel", input);
    if (channels <= index) {
      throw new UserError(
        `channel: there is no channel ${index} in ${
          showShape(input.shape)
        }; channels are counted from 0`,
      );
    }
    return { shape: [height, width, 1], classes: input.classes };
  },
  forward: (x, { ops }) => ops.slice(x, [0, 0, 0, index], [...x.shape.slice(0, 3), 1]),
}));
