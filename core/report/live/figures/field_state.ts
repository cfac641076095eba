/** The state of the figure `field`. */
import type { Tensor } from "../../../graph/tensor.ts";
import type { PackedPicture } from "../base/bytes.ts";
import type { Place } from "../base/pixel_view.ts";

/** A layer with a window that stays inside its input. */
export interface FieldLayer {
  /** A convolution's weights are all equal here: what it sees does not depend on them. */
  readonly kind: "conv" | "pool";
  readonly window: number;
  readonly stride: number;
}

/** What the run gives the figure. */
export interface FieldData {
  /** Grey. */
  readonly picture: PackedPicture;
  readonly layers: readonly FieldLayer[];
}

/** What the reader has set, and what came of it. */
export interface FieldState {
  layers: readonly FieldLayer[];
  /** The output of each layer. */
  outputs: readonly Tensor[];
  /** The chosen layer, from 0, and its pixel. */
  layer: number;
  at: Place;
  spoken: string;
}

/** What the reader can do. */
export interface FieldActions {
  set(index: number, part: Partial<FieldLayer>): void;
  add(): void;
  remove(): void;
}

/** The most layers: more would not fit in a picture of 28 pixels. */
export const MOST_LAYERS = 6;
export const WINDOWS = [1, 2, 3, 5] as const;
export const STRIDES = [1, 2, 3] as const;

/** The side after each layer, of an input of `side` pixels; undefined where a window does not fit. */
export function sides(side: number, layers: readonly FieldLayer[]): (number | undefined)[] {
  const all: (number | undefined)[] = [];
  let now: number | undefined = side;
  for (const { window, stride } of layers) {
    now = now !== undefined && now >= window ? Math.floor((now - window) / stride) + 1 : undefined;
    all.push(now);
  }
  return all;
}

/** What a pixel of layer `layer` sees in the output of layer `of`; −1 is the input. */
export function seen(
  layers: readonly FieldLayer[],
  layer: number,
  { row, column }: Place,
  of: number,
): { readonly row: number; readonly column: number; readonly size: number } {
  let [size, top, left] = [1, row, column];
  for (let i = layer; i > of; i--) {
    const { window, stride } = layers[i]!;
    size = (size - 1) * stride + window;
    [top, left] = [top * stride, left * stride];
  }
  return { row: top, column: left, size };
}
