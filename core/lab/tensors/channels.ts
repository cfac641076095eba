/** Splits a feature map into one picture per channel. */
import { UserError } from "../../base/errors.ts";
import type { Tensor } from "../../graph/tensor.ts";

/**
 * Splits an image [height, width, channels] into one image [height, width, 1] per channel.
 *
 * @throws {UserError} If the tensor is not one image.
 *
 * @example
 * ```ts
 * import { splitChannels } from "./channels.ts";
 *
 * const twoByTwo = { shape: [1, 2, 2], data: Float32Array.of(1, 10, 2, 20) };
 * console.assert(splitChannels(twoByTwo)[1]?.data.join() === "10,20");
 * ```
 */
export function splitChannels({ shape, data }: Tensor): Tensor[] {
  const [height = 0, width = 0, channels = 0] = shape;
  if (shape.length !== 3) {
    throw new UserError(
      `Cannot split the channels: expected one image [height, width, channels], found ` +
        `${shape.join("x")}; pass a single image, for instance row(batch, 0).`,
    );
  }
  return Array.from({ length: channels }, (_, c) => ({
    shape: [height, width, 1],
    data: Float32Array.from({ length: height * width }, (_, i) => data[i * channels + c] ?? NaN),
  }));
}
