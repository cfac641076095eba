/** Reads PNG and JPEG images as bytes, with the channels that the file has. */
import { UserError } from "../base/errors.ts";
import { type ImageHeader, readHeader } from "./image_header.ts";
import { grouped } from "../base/numbers.ts";
import { readUserFile, reason } from "./read.ts";

/** An image of bytes: `data[(row * width + column) * channels + channel]`. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** 64 million pixels take 256 MB after decoding; a larger image is a mistake or an attack. */
const MAX_PIXELS = 2 ** 26;

/**
 * Reads the image in a file. Needs `--allow-read` and `--allow-env=IMAGESCRIPT_WASM_SIMD`.
 *
 * @throws {UserError} If the file is missing, neither PNG nor JPEG, truncated, damaged, or larger
 * than 2²⁶ pixels.
 */
export async function readImage(path: string | URL): Promise<DecodedImage> {
  const { bytes, name } = await readUserFile(path);
  return await decodeImage(bytes, name);
}

/**
 * Like {@linkcode readImage}, for bytes in memory.
 *
 * @param what Names the image in errors.
 * @throws {UserError} If the bytes are no such image.
 */
export async function decodeImage(bytes: Uint8Array, what: string): Promise<DecodedImage> {
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read the image ${what}: ${problem}.`);
  };
  const header = readHeader(bytes, fail);
  const { height, width, channels } = header;
  if (height === 0 || width === 0) {
    fail(`expected at least one pixel, found ${height}x${width}. Save the image again`);
  }
  if (height * width > MAX_PIXELS) {
    fail(
      `expected at most ${grouped(MAX_PIXELS)} pixels, found ${height}x${width}. Make it smaller`,
    );
  }
  const decoded = await decode(bytes, header, fail);
  if (decoded.height !== height || decoded.width !== width) {
    fail(
      `expected ${height}x${width} pixels as in its header, found ${decoded.height}x${decoded.width}. ` +
        "Save or download the image again",
    );
  }
  return { height, width, channels, data: keepChannels(decoded, height * width, channels) };
}

/** A decoder's result, with 1 (grey), 3 (RGB) or 4 (RGB and alpha) bytes per pixel. */
interface Decoded {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/** The parts of imagescript 1.3.1 that are used here; the package has no types for them. */
interface PngDecoder {
  decode(bytes: Uint8Array): { width: number; height: number; framebuffer: Uint8Array };
}
interface JpegDecoder {
  decode(bytes: Uint8Array): { width: number; height: number; buffer: Uint8Array };
}
interface Codec<Decoder> {
  readonly default: { init(): Promise<Decoder> };
}

/** Each image gets a new decoder, because a damaged image may leave its decoder's memory damaged. */
const DECODERS = {
  PNG: async (bytes: Uint8Array): Promise<Decoded> => {
    // Only the decoder: the package's main module also loads a native addon.
    const codec: Codec<PngDecoder> = await import("npm:imagescript@1.3.1/wasm/node/png.js");
    const { width, height, framebuffer } = (await codec.default.init()).decode(bytes);
    return { width, height, pixels: framebuffer };
  },
  JPEG: async (bytes: Uint8Array): Promise<Decoded> => {
    const codec: Codec<JpegDecoder> = await import("npm:imagescript@1.3.1/wasm/node/jpeg.js");
    const { width, height, buffer } = (await codec.default.init()).decode(bytes);
    return { width, height, pixels: buffer };
  },
};

async function decode(
  bytes: Uint8Array,
  { format }: ImageHeader,
  fail: (problem: string) => never,
): Promise<Decoded> {
  try {
    return await DECODERS[format](bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return fail(reason(error));
    return fail(`its ${format} data is damaged. Save or download the image again`);
  }
}

/** Picks the channels that the file has out of the decoder's, which repeat grey as red, green and blue. */
function keepChannels(
  { pixels }: Decoded,
  count: number,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const stride = pixels.length / count;
  const data = new Uint8Array(count * channels);
  const alpha = channels % 2 === 0;
  const colours = alpha ? channels - 1 : channels;
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < colours; c++) data[i * channels + c] = pixels[i * stride + c] ?? 0;
    if (alpha) data[i * channels + colours] = pixels[i * stride + 3] ?? 255;
  }
  return data;
}
