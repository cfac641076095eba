/** The state of the figure `training`, and the training itself, which the run does in the same way. */
import type { PipelineJson } from "../../../../dsl/pipeline.ts";
import type { PackedPicture, Picture } from "../base/bytes.ts";

/** What the run gives the figure. */
export interface TrainingData {
  /** Grey. */
  readonly picture: PackedPicture;
  /** The filter to find. */
  readonly kernel: readonly (readonly number[])[];
  /** From patches to what the filter makes of them. */
  readonly pipeline: PipelineJson;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
}

/** The optimisers to choose from. */
export const OPTIMIZERS = ["sgd", "adam"] as const;
export type OptimizerName = typeof OPTIMIZERS[number];

/** The learning rates to choose from. */
export const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3] as const;

/** The side of a patch, and the distance from patch to patch, in pixels. */
export const PATCH = 16;
const APART = 10;

/** A step's examples. */
export const BATCH = 16;

/** Patches of the picture with what the filter makes of them, as a training takes them. */
export function patches(picture: Picture, result: Picture): {
  readonly count: number;
  readonly shape: readonly number[];
  readonly x: Float32Array;
  readonly y: Float32Array;
} {
  const cut = PATCH - (picture.height - result.height);
  const corners: (readonly [number, number])[] = [];
  for (let row = 0; row + PATCH <= picture.height; row += APART) {
    for (let column = 0; column + PATCH <= picture.width; column += APART) {
      corners.push([row, column]);
    }
  }
  const take = ({ data, width }: Picture, side: number) =>
    Float32Array.from({ length: corners.length * side * side }, (_, i) => {
      const [row = 0, column = 0] = corners[Math.floor(i / (side * side))]!;
      const place = i % (side * side);
      return data[(row + Math.floor(place / side)) * width + column + place % side]!;
    });
  return {
    count: corners.length,
    shape: [PATCH, PATCH, 1],
    x: take(picture, PATCH),
    y: take(result, cut),
  };
}
