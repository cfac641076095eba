/**
 * How an image batch [N, H, W, C] may lie in memory other than row-major: as rows of C channels,
 * the batch innermost (row = slot · N + n), the pixels of the image dealt out to parts. Convolution
 * becomes "gather rows, multiply", and a pooling window's pixels can be parts that are compared
 * whole, without moving anything.
 */
import type { Pair } from "../../../dsl/ops.ts";
import { eachTap, type WindowGeometry } from "../../graph/window.ts";

/** Which pixel of the image (row · width + column) each slot of each part holds; each pixel once. */
export interface PixelLayout {
  /** Equal keys mean equal layouts. */
  readonly key: string;
  readonly parts: readonly Int32Array[];
}

/** All pixels in their order, in one part. */
export function rowMajor([height, width]: Pair): PixelLayout {
  return {
    key: `inOrder ${height}x${width}`,
    parts: [Int32Array.from({ length: height * width }, (_, i) => i)],
  };
}

/** Is it the row-major order, in one part? */
export const isRowMajor = ({ parts }: PixelLayout): boolean =>
  parts.length === 1 && parts[0]!.every((pixel, slot) => pixel === slot);

/** Where each pixel is: its slot, counted through all parts. */
export function slotsOf({ parts }: PixelLayout): Int32Array {
  const slots = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let slot = 0;
  for (const part of parts) for (const pixel of part) slots[pixel] = slot++;
  return slots;
}

/** What lies under each pixel of a window, as tables of `taps` columns; −1 where nothing does. */
export interface Taps {
  /** Places of the window. */
  readonly count: number;
  /** For each output pixel and tap, the image pixel. */
  readonly image: Int32Array;
  /** For each image pixel and tap, the output pixel: a tap reaches an image pixel at most once. */
  readonly output: Int32Array;
}

const tables = new WeakMap<WindowGeometry, Taps>();

/** The tables of a window; computed once a window. */
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

/** More parts than this cost more in calls than they save. */
const MAX_PHASES = 16;

/** Do the window's pixels divide the image (or its top left) into parts, each pixel in one window? */
export const tilesImage = (
  { size, stride, dilation, pad, image, output }: WindowGeometry,
): boolean =>
  size[0] === stride[0] && size[1] === stride[1] && dilation[0] === 1 && dilation[1] === 1 &&
  pad.flat().every((n) => n === 0) && size[0] * size[1] <= MAX_PHASES &&
  output[0] * size[0] <= image[0] && output[1] * size[1] <= image[1];

/**
 * For a window that tiles the image: part t holds the pixels under tap t, window by window. What no
 * window covers comes last, in a part of its own.
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
 * The image's pixels by their remainder after the stride: the pixels of one part are reached by
 * the same taps, so an image gradient multiplies no zeros that a stride puts between.
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
