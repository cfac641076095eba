/** The state of the figure `network`. */
import type { PipelineJson } from "../../../../dsl/pipeline.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import type { PackedPicture } from "../base/bytes.ts";
import type { Place } from "../base/pixel_view.ts";

/** What the run gives the figure. */
export interface NetworkData {
  /** From `input` to the probabilities. */
  readonly pipeline: PipelineJson;
  /** `encodeCompact`, in base64. */
  readonly weights: string;
  /** How a weight is kept, and by how much that changes the test pictures' probabilities at most. */
  readonly precision: "int8" | "float16" | "float32";
  readonly difference: number;
  readonly classes: readonly string[];
  /** Test pictures, and the number of each one's class. */
  readonly pictures: readonly PackedPicture[];
  readonly labels: readonly number[];
}

/** A layer with feature maps. */
export interface MapLayer {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** How much of the input one of its pixels depends on, and how far apart those parts are. */
  readonly field: {
    readonly size: readonly [number, number];
    readonly stride: readonly [number, number];
  };
  /** The weights of a convolution, [rows, columns, channels in, channels out]. */
  readonly kernel: Tensor | undefined;
}

/** What the reader has set, and what came of it. */
export interface NetworkState {
  /** The number of the test picture, of which `x` may have become another. */
  picture: number;
  /** Where the input came from. */
  origin: "test" | "changed" | "yours";
  /** The input, 0 to 255. */
  x: Float32Array;
  erasing: boolean;
  /** The layer, its map and its pixel that are shown large. */
  layer: number;
  map: number;
  at: Place;
  outputs: Readonly<Record<string, Tensor>> | undefined;
  problem: "unreadable" | "";
  spoken: string;
}

/** What the reader can do. */
export interface NetworkActions {
  next(): void;
  clear(): void;
  erase(): void;
  move(rows: number, columns: number): void;
  open(file: File): void;
}

/** The picture moved by some pixels; zeros fill the other side. */
export function movedPicture(
  x: Float32Array,
  [height, width]: readonly [number, number],
  [down, right]: readonly [number, number],
): Float32Array {
  const out = new Float32Array(x.length);
  const depth = x.length / (height * width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [r, c] = [row - down, column - right];
      if (r < 0 || c < 0 || r >= height || c >= width) continue;
      const from = (r * width + c) * depth;
      out.set(x.subarray(from, from + depth), (row * width + column) * depth);
    }
  }
  return out;
}

/** How far a pen and a rubber reach around their middles, in pixels. */
const [PEN, RUBBER] = [1.7, 3];

/** Draws a dot with soft borders, or rubs it out. */
export function dotted(
  x: Float32Array,
  width: number,
  { row, column }: Place,
  erasing: boolean,
): Float32Array {
  return x.map((value, i) => {
    const distance = Math.hypot(Math.floor(i / width) - row, i % width - column);
    const ink = 255 * Math.min(1, Math.max(0, (erasing ? RUBBER : PEN) - distance));
    return erasing ? Math.min(value, 255 - ink) : Math.max(value, ink);
  });
}

/** The place of the largest number. */
export const largest = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
};
