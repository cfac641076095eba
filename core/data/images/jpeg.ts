/** Decodes JPEG images with imagescript, whose WebAssembly needs `--allow-env=IMAGESCRIPT_WASM_SIMD`. */
import { reason } from "../read.ts";
import type { Fail, StoredImage } from "./decoded.ts";
import { type JpegSegments, readJpegSegments } from "./jpeg_segments.ts";

/** The parts of imagescript 1.3.1 that are used here; the package has no types for them. */
interface Decoder {
  decode(bytes: Uint8Array): { width: number; height: number; buffer: Uint8Array<ArrayBuffer> };
}
interface Codec {
  readonly default: { init(): Promise<Decoder> };
}

/**
 * Decodes a JPEG: baseline or progressive, grey or colour.
 *
 * @param fail Throws the error.
 */
export async function decodeJpeg(bytes: Uint8Array<ArrayBuffer>, fail: Fail): Promise<StoredImage> {
  const jpeg = readJpegSegments(bytes, fail);
  const { height, width, channels, orientation } = jpeg;
  const decoded = await decode(plainFile(jpeg), fail);
  if (
    decoded.height !== height || decoded.width !== width ||
    decoded.buffer.length !== height * width * channels
  ) {
    fail(
      `expected ${height}x${width} pixels as in its header, found ${decoded.height}x${decoded.width}. ` +
        "Save or download the image again",
    );
  }
  return { height, width, channels, data: decoded.buffer, orientation };
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
 * The file without application data, with one segment of Adobe's that says how colours are coded:
 * imagescript asks no other, and takes components called R, G and B for brightness and colours.
 */
function plainFile({ kept, rgb }: JpegSegments): Uint8Array {
  const adobe = Uint8Array.of(
    ...[0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0, rgb ? 0 : 1],
  );
  const parts = [Uint8Array.of(0xff, 0xd8), adobe, ...kept, Uint8Array.of(0xff, 0xd9)];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
