/** The state of the figure `pooling`. */
import type { PackedPicture } from "../base/bytes.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import type { Place } from "../base/pixel_view.ts";

/** What the run gives the figure. */
export interface PoolingData {
  /** Grey pictures of one size. */
  readonly pictures: readonly PackedPicture[];
  readonly window: number;
  /** By how much an output has to differ to count as changed. */
  readonly threshold: number;
}

/** The ways to make a picture smaller, in the order in which they are shown. */
export const WAYS = ["none", "max", "mean"] as const;
export type Way = typeof WAYS[number];

/** Windows to choose from. */
export const WINDOWS = [2, 3, 4] as const;

/** A way's results. */
export interface Results {
  /** Of the picture as it was. */
  readonly before: Tensor;
  readonly now: Tensor;
  /** The places of the outputs that have changed. */
  readonly changed: readonly number[];
}

/** What the reader has set, and what came of it. */
export interface PoolingState {
  /** The number of the picture. */
  picture: number;
  window: number;
  /** Pixels down and to the right. */
  moved: readonly [number, number];
  /** The changed pixels' values, by their place in the moved picture. */
  touched: ReadonlyMap<number, number>;
  /** The chosen pixel of the picture. */
  pixel: Place;
  /** The output whose window is shown. */
  at: Place;
  results: Readonly<Record<Way, Results>> | undefined;
  spoken: string;
}

/** What the reader can do. */
export interface PoolingActions {
  next(): void;
  window(size: number): void;
  move(rows: number, columns: number): void;
  undo(): void;
}

/** The picture moved by some pixels, zeros behind it, with the changed pixels; as numbers from 0 to 1. */
export function changedPicture(
  { height, width, data }: { height: number; width: number; data: ArrayLike<number> },
  { moved: [down, right], touched }: Pick<PoolingState, "moved" | "touched">,
): Float32Array {
  const out = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [r, c] = [row - down, column - right];
      const inside = r >= 0 && c >= 0 && r < height && c < width;
      const place = row * width + column;
      out[place] = touched.get(place) ?? (inside ? data[r * width + c]! : 0);
    }
  }
  return out;
}

/** The places at which two results differ by more than the threshold. */
export const changes = (before: Float32Array, now: Float32Array, threshold: number): number[] =>
  [...now.keys()].filter((i) => Math.abs(now[i]! - before[i]!) > threshold);
