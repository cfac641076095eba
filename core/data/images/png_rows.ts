/** The pixels of a PNG file from its unpacked bytes, row by row (https://www.w3.org/TR/png-3/). */
import type { Fail } from "./decoded.ts";
import { type PngChunks, samplesOf } from "./png_chunks.ts";

/** A pass over the image: its first pixel, the distances between its pixels, and its size. */
export interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
  /** The bytes of a row, without the byte for its filter. */
  readonly bytes: number;
}

/** The seven passes of Adam7 (8.2): x, y, dx, dy. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The passes in which the file holds its pixels; those without a pixel have no row. */
export function passesOf({ height, width, interlaced, colourType, depth }: PngChunks): Pass[] {
  const bits = samplesOf(colourType) * depth;
  return (interlaced ? ADAM7 : [[0, 0, 1, 1] as const]).map(([x, y, dx, dy]) => {
    const columns = Math.ceil((width - x) / dx);
    const bytes = Math.ceil((columns * bits) / 8);
    return { x, y, dx, dy, width: columns, height: Math.ceil((height - y) / dy), bytes };
  }).filter((pass) => pass.width > 0 && pass.height > 0);
}

/**
 * Undoes a row's filter in place (PNG 9.2).
 *
 * @param row The byte for the filter, then the row's bytes.
 * @param above The same of the row above, whose filter is undone; zeros for the first row of a pass.
 * @param step The bytes from one pixel to the next, at least 1.
 */
export function unfilter(row: Uint8Array, above: Uint8Array, step: number, fail: Fail): void {
  const type = row[0] ?? 0;
  const { length } = row;
  if (type === 1) {
    for (let i = step + 1; i < length; i++) row[i] = row[i]! + row[i - step]!;
  } else if (type === 2) {
    for (let i = 1; i < length; i++) row[i] = row[i]! + above[i]!;
  } else if (type === 3) {
    for (let i = 1; i < length; i++) {
      row[i] = row[i]! + (((i > step ? row[i - step]! : 0) + above[i]!) >> 1);
    }
  } else if (type === 4) {
    for (let i = 1; i < length; i++) {
      const left = i > step ? row[i - step]! : 0;
      const up = above[i]!;
      const corner = i > step ? above[i - step]! : 0;
      const toLeft = Math.abs(up - corner);
      const toUp = Math.abs(left - corner);
      const toCorner = Math.abs(left + up - 2 * corner);
      const nearest = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
      row[i] = row[i]! + nearest;
    }
  } else if (type !== 0) {
    fail(`expected a PNG filter of 0 to 4, found ${type}. Save or download the image again`);
  }
}

/** Writes the pixels of an unfiltered row of a pass into the image. */
export type WriteRow = (row: Uint8Array, pass: Pass, y: number) => void;

/**
 * How rows of this file become pixels of 8 bits per channel. Of 16 bits the upper 8 are kept, fewer
 * bits are stretched to 0…255, and the colour that tRNS names keeps its value and gets alpha 0.
 *
 * @param out The image's bytes.
 */
export function rowWriter(png: PngChunks, out: Uint8Array, fail: Fail): WriteRow {
  const { width: across, channels, colourType, depth, transparency } = png;
  const samples = samplesOf(colourType);
  if (depth === 8 && colourType !== 3 && !transparency && !png.interlaced) {
    return (row, _, y) => out.set(row.subarray(1), y * across * channels);
  }
  const write = colourType === 3 ? paletteWriter(png, fail) : sampleWriter(png);
  const values = new Uint16Array(across * samples);
  return (row, { x, dx, width }, y) => {
    unpack(row, depth, values.subarray(0, width * samples));
    for (let i = 0; i < width; i++) {
      write(values, i * samples, out, (y * across + x + i * dx) * channels);
    }
  };
}

/** Writes the pixel whose samples begin at `from` to `out[to]`. */
type WritePixel = (values: Uint16Array, from: number, out: Uint8Array, to: number) => void;

function sampleWriter({ colourType, depth, channels, transparency }: PngChunks): WritePixel {
  const samples = samplesOf(colourType);
  const stretch = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const shift = depth === 16 ? 8 : 0;
  // The transparent colour has 16 bits per sample, of which only the lowest `depth` count (11.3.1.1).
  const key = transparency &&
    Array.from(
      { length: samples },
      (_, c) => ((transparency[2 * c]! << 8) | transparency[2 * c + 1]!) & (2 ** depth - 1),
    );
  return (values, from, out, to) => {
    let same = true;
    for (let c = 0; c < samples; c++) {
      const value = values[from + c]!;
      out[to + c] = (value >> shift) * stretch;
      same &&= value === key?.[c];
    }
    if (key) out[to + channels - 1] = same ? 0 : 255;
  };
}

function paletteWriter({ palette = new Uint8Array(), transparency }: PngChunks, fail: Fail) {
  const colours = palette.length / 3;
  return (values: Uint16Array, from: number, out: Uint8Array, to: number) => {
    const index = values[from]!;
    if (index >= colours) {
      fail(`expected palette entries below ${colours}, found ${index}. Save the image again`);
    }
    for (let c = 0; c < 3; c++) out[to + c] = palette[3 * index + c]!;
    if (transparency) out[to + 3] = transparency[index] ?? 255;
  };
}

/** The samples of a row, which follow each other without gaps, highest bits first (7.2). */
function unpack(row: Uint8Array, depth: number, values: Uint16Array): void {
  const mask = 2 ** depth - 1;
  for (let i = 0; i < values.length; i++) {
    const bit = i * depth;
    const at = 1 + (bit >> 3);
    values[i] = depth === 16
      ? (row[at]! << 8) | row[at + 1]!
      : (row[at]! >> (8 - depth - (bit & 7))) & mask;
  }
}
