/** Writes PNG (https://www.w3.org/TR/png-3/), synchronously and without any permission. */
import { crc32, deflateSync } from "node:zlib";

/** PNG's colour type for images whose bytes are indices into a palette. */
const INDEXED = 3;
/** PNG's colour type for each number of channels. */
const COLOUR_TYPES = new Map([[1, 0], [2, 4], [3, 2], [4, 6]]);
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Encodes an image as a PNG file with 8 bits per channel: 1 channel is grey, 2 grey and alpha, 3 RGB,
 * 4 RGB and alpha. With a `palette` the only channel holds indices into it, which compresses better
 * than the colours do.
 *
 * @param height In pixels, as `width`.
 * @param data `height * width * channels` bytes: row by row, the channels of a pixel together.
 * @param palette 256 RGB colours in 768 bytes.
 * @throws {RangeError} If a size is no whole number above zero, if the channels are not 1 to 4, or if
 * `data` or `palette` has another length.
 *
 * @example
 * ```ts
 * import { encodePng } from "./png.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const blackAndWhite = encodePng(1, 2, 1, new Uint8Array([0, 255]));
 * assertEquals(String.fromCharCode(...blackAndWhite.subarray(1, 4)), "PNG");
 * ```
 */
export function encodePng(
  height: number,
  width: number,
  channels: number,
  data: Uint8Array | Uint8ClampedArray,
  palette?: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const colourType = palette ? INDEXED : COLOUR_TYPES.get(channels);
  if (colourType === undefined) {
    throw new RangeError(`Expected 1 to 4 channels, found ${channels}.`);
  }
  if (palette && (channels !== 1 || palette.length !== 768)) {
    throw new RangeError(
      `Expected 1 channel and a palette of 768 bytes, found ${channels} and ${palette.length}.`,
    );
  }
  for (const size of [height, width]) {
    if (!Number.isInteger(size) || size < 1 || size >= 2 ** 31) {
      throw new RangeError(`Expected an image of at least 1x1, found ${height}x${width}.`);
    }
  }
  const stride = width * channels;
  if (data.length !== height * stride) {
    throw new RangeError(`Expected ${height * stride} bytes, found ${data.length}.`);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourType], 8);
  const packed = deflateSync(filter(data, height, stride, channels), { level: 9 });
  const chunks = [
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", palette)] : []),
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array()),
  ];
  const file = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, SIGNATURE.length));
  file.set(SIGNATURE);
  let at = SIGNATURE.length;
  for (const part of chunks) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** Length, type, data and checksum (PNG 5.3). */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/**
 * Replaces each row by its differences from neighbouring pixels, preceded by a byte for the filter
 * type (PNG 9). The filter is the one with the smallest sum of absolute differences, as PNG 12.7
 * recommends.
 */
function filter(
  data: Uint8Array | Uint8ClampedArray,
  height: number,
  stride: number,
  channels: number,
): Uint8Array {
  const out = new Uint8Array(height * (stride + 1));
  // With a black pixel on their left, and for the first row a black row above.
  let above = new Uint8Array(channels + stride);
  let line = new Uint8Array(channels + stride);
  const row = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    line.set(data.subarray(y * stride, (y + 1) * stride), channels);
    let least = Infinity;
    FILTERS.forEach((apply, type) => {
      apply(row, line, above, channels);
      const cost = size(row);
      if (cost >= least) return;
      least = cost;
      out[y * (stride + 1)] = type;
      out.set(row, y * (stride + 1) + 1);
    });
    [above, line] = [line, above];
  }
  return out;
}

/** The sum of a row's differences, each taken as the nearer of up and down. */
function size(row: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const difference = row[i]!;
    sum += difference < 128 ? difference : 256 - difference;
  }
  return sum;
}

/** Writes a line's differences from what its neighbours predict; both lines begin one pixel early. */
type Filter = (row: Uint8Array, line: Uint8Array, above: Uint8Array, channels: number) => void;

/**
 * The filters by type: none, sub, up, average, Paeth. Each has its own loop, because calling a
 * predictor for every byte takes ten times as long.
 */
const FILTERS: readonly Filter[] = [
  (row, line, _, c) => {
    for (let i = 0; i < row.length; i++) row[i] = line[i + c]!;
  },
  (row, line, _, c) => {
    for (let i = 0; i < row.length; i++) row[i] = line[i + c]! - line[i]!;
  },
  (row, line, above, c) => {
    for (let i = 0; i < row.length; i++) row[i] = line[i + c]! - above[i + c]!;
  },
  (row, line, above, c) => {
    for (let i = 0; i < row.length; i++) row[i] = line[i + c]! - ((line[i]! + above[i + c]!) >> 1);
  },
  (row, line, above, c) => {
    for (let i = 0; i < row.length; i++) {
      row[i] = line[i + c]! - paeth(line[i]!, above[i + c]!, above[i]!);
    }
  },
];

/** The neighbour closest to `left + up − corner` (PNG 9.4). */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
