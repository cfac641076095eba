/**
 * Pixel layouts: how an image batch [N, H, W, C] may lie in memory other than row-major. It then is
 * a matrix of rows of C channels, cut into parts: each part lists some pixels of the image, each
 * pixel has a slot in its part, and row = slot · N + n holds it for image n. Convolution becomes
 * "gather rows, then multiply". And where part t holds the pixels at tap t of all pooling windows,
 * pooling compares whole parts and moves nothing.
 */
import type { Pair } from "../../../dsl/ops.ts";
import { eachTap, type WindowGeometry } from "../../graph/window.ts";

/** For each part the pixels (row · width + column) in its slots. Every pixel is in one slot. */
export interface PixelLayout {
  /** Layouts are equal if their keys are. */
  readonly key: string;
  readonly parts: readonly Int32Array[];
}

/** All pixels in row-major order, in one part. */
export function rowMajor([height, width]: Pair): PixelLayout {
  return {
    key: `inOrder ${height}x${width}`,
    parts: [Int32Array.from({ length: height * width }, (_, i) => i)],
  };
}

/** Is this the row-major order in one part? */
export const isRowMajor = ({ parts }: PixelLayout): boolean =>
  parts.length === 1 && parts[0]!.every((pixel, slot) => pixel === slot);

/** The slot of each pixel, counted through all parts. */
export function slotsOf({ parts }: PixelLayout): Int32Array {
  const slots = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let slot = 0;
  for (const part of parts) for (const pixel of part) slots[pixel] = slot++;
  return slots;
}

/** Which pixels the taps of a window connect, as tables of `count` columns; −1 stands for none. */
export interface Taps {
  /** The number of taps: the rows of the window times its columns. */
  readonly count: number;
  /** For each output pixel and tap, the image pixel under it. */
  readonly image: Int32Array;
  /** For each image pixel and tap, the output pixel. A tap connects an image pixel to at most one. */
  readonly output: Int32Array;
}

const tables = new WeakMap<WindowGeometry, Taps>();

/** The tables of a window, which are computed once per window. */
export function tapsOf(window: WindowGeometry): Taps {
  const known = tables.get(window);
  if (known) return known;
  const count = window.size[0] * window.size[1];
  const image = new Int32Array(window.output[0] * window.output[1] * count).fill(-1);
  const output = new Int32Array(window.image[0] * window.image[1] * count).fill(-1);
  eachTap(window, (to, from, tap) => {
    image[to * count + tap] = from;
    output[from * count + tap] = to;
  });
  const taps = { count, image, output };
  tables.set(window, taps);
  return taps;
}

/** With more parts than this, calls cost more than the layout saves. */
const MAX_PHASES = 16;

/** Do the windows tile the image (or its top left part) without gaps, overlaps and padding? */
export const tilesImage = (
  { size, stride, dilation, pad, image, output }: WindowGeometry,
): boolean =>
  size[0] === stride[0] && size[1] === stride[1] && dilation[0] === 1 && dilation[1] === 1 &&
  pad.flat().every((n) => n === 0) && size[0] * size[1] <= MAX_PHASES &&
  output[0] * size[0] <= image[0] && output[1] * size[1] <= image[1];

/**
 * The layout for windows that tile the image: part t holds the pixels under tap t, window by window.
 * Pixels that no window covers are in a last part of their own.
 */
export function phases(window: WindowGeometry): PixelLayout {
  const { count, image } = tapsOf(window);
  const windows = image.length / count;
  const parts = Array.from(
    { length: count },
    (_, tap) => Int32Array.from({ length: windows }, (_, i) => image[i * count + tap]!),
  );
  const covered = new Set(image);
  const pixels = window.image[0] * window.image[1];
  const rest = Int32Array.from(Array(pixels).keys()).filter((pixel) => !covered.has(pixel));
  return {
    key: `phases ${window.size.join("x")} of ${window.image.join("x")}`,
    parts: rest.length > 0 ? [...parts, rest] : parts,
  };
}

/**
 * The layout for a strided convolution's image gradient: one part per remainder of row and column
 * after division by the stride. The same taps reach all pixels of a part, so the gradient needs no
 * products with the zeros that would otherwise be put between the pixels of dy.
 */
export function residues({ image, pad, stride }: WindowGeometry): PixelLayout {
  const [height, width] = image;
  if (stride[0] === 1 && stride[1] === 1) return rowMajor(image);
  const parts = Array.from({ length: stride[0] * stride[1] }, () => [] as number[]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = (y + pad[0][0]) % stride[0];
      parts[row * stride[1] + (x + pad[1][0]) % stride[1]]!.push(y * width + x);
    }
  }
  return {
    key: `residues ${stride.join("x")} pad ${pad[0][0]},${pad[1][0]} of ${image.join("x")}`,
    parts: parts.filter((part) => part.length > 0).map((part) => Int32Array.from(part)),
  };
}
