/** VGG16 without its top, as steps of the language. */
import { conv } from "../steps/conv.ts";
import { pool } from "../steps/pool.ts";
import type { Step } from "../step.ts";

/** The filters of each block's convolutions: configuration D of the paper's table 1. */
const BLOCKS = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

/**
 * The steps of VGG16 (Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale
 * Image Recognition", 2015, configuration D) without its top, with Keras's names: `block1_conv1` …
 * `block5_conv3`, `block1_pool` … `block5_pool`. [h, w, 3] → [⌊h/32⌋, ⌊w/32⌋, 512].
 * 14,714,688 parameters.
 *
 * @example
 * ```ts
 * import { inferShapes, input, pipeline } from "../mod.ts";
 * import { vgg16 } from "./vgg16.ts";
 *
 * const p = pipeline(input(224, 224, 3), ...vgg16());
 * console.assert(inferShapes(p).at(-1)?.shape.join("x") === "7x7x512");
 * ```
 */
export function vgg16(): Step[] {
  return BLOCKS.flatMap((filters, b) => [
    ...filters.map((count, c) =>
      conv(count, {
        kernel: 3,
        padding: "same",
        activation: "relu",
        name: `block${b + 1}_conv${c + 1}`,
      })
    ),
    pool(2, { name: `block${b + 1}_pool` }),
  ]);
}
