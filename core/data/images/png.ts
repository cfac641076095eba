/** Decodes PNG images on the platform's own inflate, without any permission. */
import { type Fail, type StoredImage, TRUNCATED } from "./decoded.ts";
import { orientation } from "./exif.ts";
import { type PngChunks, readPngChunks, samplesOf } from "./png_chunks.ts";
import { passesOf, rowWriter, unfilter } from "./png_rows.ts";

/** No byte of a zlib stream stands for more than this many bytes (RFC 1951: 258 for 2 bits). */
const MOST_PER_BYTE = 1032;
/** How much is unpacked at a time, so that no piece of unpacked bytes exceeds some 16 MiB. */
const PIECE = 2 ** 14;
const DAMAGED = "its PNG data is damaged. Save or download the image again";

/**
 * Decodes a PNG: all colour types, bit depths and filters, interlaced or not. Row after row is
 * unpacked straight into the image, so that decoding needs little memory beside it.
 *
 * @param fail Throws the error.
 */
export async function decodePng(bytes: Uint8Array<ArrayBuffer>, fail: Fail): Promise<StoredImage> {
  const png = readPngChunks(bytes, fail);
  const { height, width, channels, exif } = png;
  const passes = passesOf(png);
  const packed = png.data.reduce((sum, { length }) => sum + length, 0);
  const unpacked = passes.reduce((sum, pass) => sum + pass.height * (pass.bytes + 1), 0);
  if (packed * MOST_PER_BYTE < unpacked) {
    fail(`expected ${height}x${width} pixels, found ${packed} bytes for them. ${TRUNCATED}`);
  }
  const data = new Uint8Array(height * width * channels);
  await fill(png, data, fail);
  return { height, width, channels, data, orientation: exif ? orientation(exif) : 1 };
}

/** Unpacks all pixels of the file into `out`. */
async function fill(png: PngChunks, out: Uint8Array, fail: Fail): Promise<void> {
  const step = Math.max(1, (samplesOf(png.colourType) * png.depth) >> 3);
  const write = rowWriter(png, out, fail);
  const pieces = inflate(png.data, fail);
  let piece: Uint8Array = new Uint8Array();
  let at = 0;
  for (const pass of passesOf(png)) {
    let row = new Uint8Array(pass.bytes + 1);
    let above = new Uint8Array(pass.bytes + 1);
    for (let y = 0; y < pass.height; y++) {
      for (let filled = 0; filled < row.length;) {
        if (at === piece.length) {
          const next = await pieces.next();
          if (next.done) return fail(`its pixels are incomplete. ${TRUNCATED}`);
          [piece, at] = [next.value, 0];
        }
        const part = piece.subarray(at, at + row.length - filled);
        row.set(part, filled);
        filled += part.length;
        at += part.length;
      }
      unfilter(row, above, step, fail);
      write(row, pass, pass.y + y * pass.dy);
      [row, above] = [above, row];
    }
  }
  // The checksum at the end of the stream covers the pixels; more pixels than the image has do not.
  const after = await pieces.next();
  if (!after.done) await pieces.return(undefined);
}

/** Unpacks the zlib stream that the parts hold together. */
async function* inflate(
  parts: readonly Uint8Array<ArrayBuffer>[],
  fail: Fail,
): AsyncGenerator<Uint8Array, void> {
  const source = ReadableStream.from(slices(parts));
  try {
    yield* source.pipeThrough(new DecompressionStream("deflate"));
  } catch (error) {
    // Deno throws a TypeError for damaged data; anything else is our own error.
    if (!(error instanceof TypeError)) throw error;
    fail(DAMAGED);
  }
}

function* slices(parts: readonly Uint8Array<ArrayBuffer>[]) {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE) yield part.subarray(at, at + PIECE);
  }
}
