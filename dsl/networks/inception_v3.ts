/** InceptionV3 without its top, as steps of the language. */
import { activate } from "../steps/activate.ts";
import { batchNorm } from "../steps/batchNorm.ts";
import { branches } from "../steps/branches.ts";
import { conv } from "../steps/conv.ts";
import { pool } from "../steps/pool.ts";
import type { Step } from "../step.ts";
import type { PerAxis } from "../window.ts";
import { numbered } from "./numbered.ts";

/**
 * The steps of InceptionV3 (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception
 * Architecture for Computer Vision", 2016) without its top, as Keras's
 * `applications.InceptionV3(include_top=False)` builds them and under its names: `conv2d`,
 * `batch_normalization_12`, `mixed0` … `mixed10`. [h, w, 3] → [h′, w′, 2048] for images of at least
 * 75x75; Keras's 299x299 gives 8x8x2048. Every convolution has no bias and is followed by batch
 * normalisation without scale and a relu. 21,802,784 parameters.
 *
 * @example
 * ```ts
 * import { inferShapes, input, pipeline } from "../mod.ts";
 * import { inceptionV3 } from "./inception_v3.ts";
 *
 * const p = pipeline(input(299, 299, 3), ...inceptionV3());
 * console.assert(inferShapes(p).at(-1)?.shape.join("x") === "8x8x2048");
 * ```
 */
export function inceptionV3(): Step[] {
  const next = numbered();
  /** A convolution with batch normalisation and relu. */
  const unit = (filters: number, kernel: PerAxis, how: { stride?: number; valid?: true } = {}) => [
    conv(filters, {
      kernel,
      stride: how.stride ?? 1,
      padding: how.valid ? "valid" : "same",
      bias: false,
      name: next("conv2d"),
    }),
    batchNorm({ scale: false, name: next("batch_normalization") }),
    activate("relu", { name: next("activation") }),
  ];
  const shrink = () => pool(3, { stride: 2, name: next("max_pooling2d") });
  const pooled = (filters: number) => [
    pool(3, { kind: "mean", stride: 1, padding: "same", name: next("average_pooling2d") }),
    ...unit(filters, 1),
  ];
  const halve = { stride: 2, valid: true } as const;

  /** The module of the paper's figure 5: one 5x5 and two 3x3 convolutions beside a 1x1. */
  const module5 = (name: string, filters: number) =>
    branches(
      unit(64, 1),
      [...unit(48, 1), ...unit(64, 5)],
      [...unit(64, 1), ...unit(96, 3), ...unit(96, 3)],
      pooled(filters),
      { name },
    );
  /** Figure 6: 7x7 convolutions factorised into 1x7 and 7x1, with `inner` channels between them. */
  const module7 = (name: string, inner: number) =>
    branches(
      unit(192, 1),
      [...unit(inner, 1), ...unit(inner, [1, 7]), ...unit(192, [7, 1])],
      [
        ...unit(inner, 1),
        ...unit(inner, [7, 1]),
        ...unit(inner, [1, 7]),
        ...unit(inner, [7, 1]),
        ...unit(192, [1, 7]),
      ],
      pooled(192),
      { name },
    );
  /** 1x3 and 3x1 convolutions side by side. */
  const fork = (name: string) => branches(unit(384, [1, 3]), unit(384, [3, 1]), { name });
  /** Figure 7: wider filter banks on the coarsest grid. */
  const module3 = (name: string, first: string, second: string) =>
    branches(
      unit(320, 1),
      [...unit(384, 1), fork(first)],
      [...unit(448, 1), ...unit(384, 3), fork(second)],
      pooled(192),
      { name },
    );

  return [
    ...unit(32, 3, halve),
    ...unit(32, 3, { valid: true }),
    ...unit(64, 3),
    shrink(),
    ...unit(80, 1, { valid: true }),
    ...unit(192, 3, { valid: true }),
    shrink(),
    module5("mixed0", 32),
    module5("mixed1", 64),
    module5("mixed2", 64),
    branches(
      unit(384, 3, halve),
      [...unit(64, 1), ...unit(96, 3), ...unit(96, 3, halve)],
      [shrink()],
      { name: "mixed3" },
    ),
    module7("mixed4", 128),
    module7("mixed5", 160),
    module7("mixed6", 160),
    module7("mixed7", 192),
    branches(
      [...unit(192, 1), ...unit(320, 3, halve)],
      [...unit(192, 1), ...unit(192, [1, 7]), ...unit(192, [7, 1]), ...unit(192, 3, halve)],
      [shrink()],
      { name: "mixed8" },
    ),
    module3("mixed9", "mixed9_0", "concatenate"),
    module3("mixed10", "mixed9_1", "concatenate_1"),
  ];
}
