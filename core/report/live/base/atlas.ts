/** Many small pictures in one, side by side: the feature maps of a layer. */
import { extent } from "./numbers.ts";
import type { Pixels, Place } from "./pixel_view.ts";

/** How the pictures lie. */
export interface AtlasLayout {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Pictures in a row. */
  readonly columns: number;
}

/** The gap between pictures, in their pixels. */
const GAP = 1;

/** A layout in rows as wide as they are likely to fit. */
export const layoutOf = (count: number, height: number, width: number, columns: number) => ({
  ...{ count, height, width },
  columns: Math.min(count, columns),
});

/**
 * Draws one channel after the other of an array [height, width, channels], each from black, its
 * smallest number, to white, its largest.
 */
export function atlasOf(data: Float32Array, layout: AtlasLayout): Pixels {
  const { count, height, width, columns } = layout;
  const rows = Math.ceil(count / columns);
  const [high, wide] = [rows * (height + GAP) - GAP, columns * (width + GAP) - GAP];
  const out = new Float32Array(high * wide).fill(NaN);
  for (let k = 0; k < count; k++) {
    let [low, top] = [Infinity, -Infinity];
    for (let i = k; i < data.length; i += count) {
      if (data[i]! < low) low = data[i]!;
      if (data[i]! > top) top = data[i]!;
    }
    const scale = top > low ? 255 / (top - low) : 0;
    const [down, right] = [
      Math.floor(k / columns) * (height + GAP),
      (k % columns) * (width + GAP),
    ];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        out[(down + row) * wide + right + column] =
          (data[(row * width + column) * count + k]! - low) * scale;
      }
    }
  }
  return { height: high, width: wide, channels: 1, data: out };
}

/** Which picture lies at a place of the atlas, and which of its pixels. */
export function inAtlas(
  { row, column }: Place,
  layout: AtlasLayout,
): Place & { readonly index: number } {
  const { count, height, width, columns } = layout;
  const [down, right] = [Math.floor(row / (height + GAP)), Math.floor(column / (width + GAP))];
  return {
    index: Math.min(count - 1, down * columns + right),
    row: Math.min(height - 1, row % (height + GAP)),
    column: Math.min(width - 1, column % (width + GAP)),
  };
}

/** The corner of a picture in the atlas. */
export const placeInAtlas = (index: number, { height, width, columns }: AtlasLayout): Place => ({
  row: Math.floor(index / columns) * (height + GAP),
  column: (index % columns) * (width + GAP),
});

/** One channel of an array [height, width, channels], and its extremes. */
export function channelOf(
  { shape: [height = 1, width = 1, channels = 1], data }: {
    readonly shape: readonly number[];
    readonly data: Float32Array;
  },
  index: number,
): Pixels & { readonly range: readonly [number, number] } {
  const own = Float32Array.from(
    { length: height * width },
    (_, i) => data[i * channels + index] ?? 0,
  );
  return { height, width, channels: 1, data: own, range: extent(own) };
}
