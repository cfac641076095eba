/** Writes PNG files of every kind, the damaged included, which our own encoder has no use for. */
import { seededRandom } from "../../core/base/random.ts";
import { crc32, deflateSync } from "node:zlib";

/** A chunk's type and contents; `checksum` replaces the right one. */
export interface Chunk {
  readonly type: string;
  readonly contents: Uint8Array;
  readonly checksum?: number;
}

/** What the header of a PNG file says, and its samples. */
export interface PngParts {
  readonly height: number;
  readonly width: number;
  readonly colourType: number;
  readonly depth: number;
  readonly interlaced?: boolean;
  /** The filter of row number `row` of the file, from 0 to 4; by default 0. */
  readonly filter?: (row: number) => number;
  /** `height * width * samples` numbers below 2 to the power of `depth`. */
  readonly values: readonly number[];
  /** Chunks between IHDR and IDAT. */
  readonly before?: readonly Chunk[];
}

export const SAMPLES = new Map([[0, 1], [2, 3], [3, 1], [4, 2], [6, 4]]);
/** The bit depths that each colour type may have. */
export const KINDS = [
  ...[1, 2, 4, 8, 16].map((depth) => [0, depth] as const),
  ...[1, 2, 4, 8].map((depth) => [3, depth] as const),
  ...[2, 4, 6].flatMap((type) => [8, 16].map((depth) => [type, depth] as const)),
];

const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Joins the signature and the chunks. */
export function pngOf(chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const bytes = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  for (const { type, contents, checksum } of chunks) {
    const part = [...new TextEncoder().encode(type), ...contents];
    bytes.push(...uint32(contents.length), ...part);
    bytes.push(...uint32(checksum ?? crc32(Uint8Array.from(part))));
  }
  return Uint8Array.from(bytes);
}

/** The chunks of a whole file. */
export function chunksOf(png: PngParts): Chunk[] {
  return [
    { type: "IHDR", contents: headerOf(png) },
    ...png.before ?? [],
    { type: "IDAT", contents: deflateSync(rowsOf(png)) },
    { type: "IEND", contents: new Uint8Array() },
  ];
}

export const pngFile = (png: PngParts): Uint8Array<ArrayBuffer> => pngOf(chunksOf(png));

export const headerOf = (
  { width, height, depth, colourType, interlaced = false }: Omit<PngParts, "values">,
): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(
    ...uint32(width),
    ...uint32(height),
    depth,
    colourType,
    0,
    0,
    interlaced ? 1 : 0,
  );

export const uint32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

/** The filtered rows of all passes. */
function rowsOf(png: PngParts): Uint8Array<ArrayBuffer> {
  const { height, width, colourType, depth, interlaced, filter = () => 0, values } = png;
  const samples = SAMPLES.get(colourType) ?? 0;
  const step = Math.max(1, (samples * depth) / 8);
  const out: number[] = [];
  let number = 0;
  for (const [left, top, dx, dy] of interlaced ? ADAM7 : [[0, 0, 1, 1] as const]) {
    let above: number[] = [];
    for (let y = top; y < height && left < width; y += dy) {
      const bits: string[] = [];
      for (let x = left; x < width; x += dx) {
        for (let c = 0; c < samples; c++) {
          const value = values[(y * width + x) * samples + c] ?? 0;
          bits.push(value.toString(2).padStart(depth, "0"));
        }
      }
      const text = bits.join("");
      const row = Array.from(
        { length: Math.ceil(text.length / 8) },
        (_, i) => parseInt(text.slice(8 * i, 8 * i + 8).padEnd(8, "0"), 2),
      );
      const type = filter(number++);
      out.push(type, ...row.map((byte, i) => byte - predicted(type, row, above, i, step)));
      above = row;
    }
  }
  return Uint8Array.from(out);
}

/** The prediction of filter `type` for byte `i` (https://www.w3.org/TR/png-3/, 9.2). */
function predicted(type: number, row: number[], above: number[], i: number, step: number): number {
  const [a, b, c] = [row[i - step] ?? 0, above[i] ?? 0, above[i - step] ?? 0];
  const p = a + b - c;
  const byDistance = [a, b, c].map((value) => ({ value, distance: Math.abs(p - value) }));
  const least = Math.min(...byDistance.map(({ distance }) => distance));
  const paeth = byDistance.find(({ distance }) => distance === least)?.value ?? 0;
  return [0, a, b, Math.floor((a + b) / 2), paeth][type] ?? 0;
}

const random = seededRandom(10);
const below = (limit: number) => Math.floor(random.uniform() * limit);

/** A palette of as many colours as `depth` bits tell apart. */
export const colours = (depth: number) =>
  Array.from({ length: 3 * 2 ** depth }, (_, i) => (i * 37) % 256);
export const palette = (depth: number): Chunk => ({
  type: "PLTE",
  contents: Uint8Array.from(colours(depth)),
});

/** A PNG of random samples. */
export function randomPng(
  [colourType, depth]: readonly [number, number],
  height: number,
  width: number,
  more: Partial<PngParts> = {},
): PngParts {
  const length = height * width * (SAMPLES.get(colourType) ?? 0);
  const values = Array.from({ length }, () => below(2 ** depth));
  const before = colourType === 3 ? [palette(depth)] : [];
  return { height, width, colourType, depth, values, before, ...more };
}

/** The pixels that the samples mean, without transparency. */
export const meant = ({ colourType, depth, values }: PngParts): number[] =>
  colourType === 3
    ? values.flatMap((index) => colours(depth).slice(3 * index, 3 * index + 3))
    : values.map((value) => depth === 16 ? value >> 8 : (value * 255) / (2 ** depth - 1));
