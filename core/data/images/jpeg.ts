/** Decodes JPEG images with imagescript, whose WebAssembly needs `--allow-env=IMAGESCRIPT_WASM_SIMD`. */
import { reason } from "../read.ts";
import type { Fail, StoredImage } from "./decoded.ts";
import { isNarrow, repeatColours, wholeWidth } from "./narrow_jpeg.ts";
import { type JpegSegments, readJpegSegments } from "./jpeg_segments.ts";

/** The parts of imagescript 1.3.1 that are used here; the package has no types for them. */
interface Decoder {
  decode(bytes: Uint8Array): { width: number; height: number; buffer: Uint8Array<ArrayBuffer> };
}
interface Codec {
  readonly default: { init(): Promise<Decoder> };
}

/** The markers of frame headers that get this far: baseline, extended sequential, progressive. */
const FRAMES = [0xc0, 0xc1, 0xc2];

/**
 * Decodes a JPEG: baseline or progressive, grey or colour.
 *
 * @param fail Throws the error.
 */
export async function decodeJpeg(bytes: Uint8Array<ArrayBuffer>, fail: Fail): Promise<StoredImage> {
  const jpeg = readJpegSegments(bytes, fail);
  const { height, width, channels, orientation } = jpeg;
  const narrow = isNarrow(jpeg);
  const columns = narrow ? wholeWidth(width) : width;
  const decoded = await decode(plainFile(jpeg, columns, jpeg.rgb || narrow), fail);
  if (
    decoded.height !== height || decoded.width !== columns ||
    decoded.buffer.length !== height * columns * channels
  ) {
    fail(
      `expected ${height}x${width} pixels as in its header, found ${decoded.height}x${decoded.width}. ` +
        "Save or download the image again",
    );
  }
  const data = narrow ? repeatColours(jpeg, decoded.buffer) : decoded.buffer;
  return { height, width, channels, data, orientation };
}

/** Each image gets a new decoder, because a damaged image may leave its decoder's memory damaged. */
async function decode(file: Uint8Array, fail: Fail) {
  try {
    // Only the decoder: the package's main module also loads a native addon.
    const codec: Codec = await import("npm:imagescript@1.3.1/wasm/node/jpeg.js");
    return (await codec.default.init()).decode(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return fail(reason(error));
    return fail("its JPEG data is damaged. Save or download the image again");
  }
}

/**
 * The file without application data, with one segment of Adobe's that says whether colours are to be
 * left as they are: imagescript asks no other, and takes components called R, G and B for brightness
 * and colours.
 *
 * @param columns The width in the frame header.
 */
function plainFile({ kept }: JpegSegments, columns: number, asTheyAre: boolean): Uint8Array {
  const adobe = Uint8Array.of(
    ...[0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0],
    asTheyAre ? 0 : 1,
  );
  const parts = [Uint8Array.of(0xff, 0xd8), adobe, ...kept, Uint8Array.of(0xff, 0xd9)];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    if (FRAMES.includes(part[1] ?? 0)) file.set([columns >> 8, columns & 255], at + 7);
    at += part.length;
  }
  return file;
}
