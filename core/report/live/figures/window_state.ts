/** The state of the figure `window`. */
import type { Tensor } from "../../../graph/tensor.ts";
import { type WindowGeometry, windowOn } from "../../../graph/window.ts";

/** How the window slides. */
export interface WindowSettings {
  /** Rows and columns of the input. */
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: "valid" | "same";
  readonly dilation: number;
  readonly channels: number;
}

/** What the run gives the figure. */
export interface WindowData extends WindowSettings {
  /** The largest input, [9, 9, 3], and the largest kernel, [5, 5, 3], of small whole numbers. */
  readonly input: readonly number[];
  readonly weights: readonly number[];
}

/** The most rows, kernel rows and channels that the data have. */
export const MOST = { size: 9, kernel: 5, channels: 3 } as const;

/** The values to choose from. */
export const CHOICES = {
  size: [5, 6, 7, 8, 9],
  kernel: [1, 2, 3, 4, 5],
  stride: [1, 2, 3],
  dilation: [1, 2, 3],
  channels: [1, 2, 3],
} as const;

/** What the reader has set, and what came of it. */
export interface WindowState {
  settings: WindowSettings;
  /** The number of the output that is being computed, row by row. */
  step: number;
  playing: boolean;
  output: Tensor | undefined;
  spoken: string;
}

/** What the reader can do. */
export interface WindowActions {
  set(part: Partial<WindowSettings>): void;
  step(to: number): void;
  play(): void;
}

/** The rows, columns and channels that are used of a larger array [most, most, channels]. */
export function part(
  all: readonly number[],
  most: number,
  size: number,
  channels: number,
): Float32Array {
  return Float32Array.from({ length: size * size * channels }, (_, i) => {
    const [row, column, c] = [
      Math.floor(i / (size * channels)),
      Math.floor(i / channels) % size,
      i % channels,
    ];
    return all[(row * most + column) * MOST.channels + c] ?? 0;
  });
}

/** Where the window lies; undefined where it does not fit in the input. */
export function geometryOf(
  { size, kernel, stride, padding, dilation }: WindowSettings,
): WindowGeometry | undefined {
  const span = (kernel - 1) * dilation + 1;
  if (padding === "valid" && span > size) return undefined;
  return windowOn(
    [1, size, size, 1],
    [kernel, kernel],
    [stride, stride],
    [dilation, dilation],
    padding,
  );
}

/** Whether the language has no such convolution. */
export const unknownBoth = ({ stride, dilation }: WindowSettings): boolean =>
  stride > 1 && dilation > 1;
