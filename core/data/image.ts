/** Reads PNG and JPEG images as bytes, upright, with the channels that the file has. */
import { UserError } from "../base/errors.ts";
import type { DecodedImage } from "./images/decoded.ts";
import { upright } from "./images/exif.ts";
import { recognise } from "./images/formats.ts";
import { decodeJpeg } from "./images/jpeg.ts";
import { decodePng } from "./images/png.ts";
import { readUserFile } from "./read.ts";

export type { DecodedImage };

const DECODERS = { PNG: decodePng, JPEG: decodeJpeg };

/**
 * Reads the image in a file. Needs `--allow-read` and, for a JPEG,
 * `--allow-env=IMAGESCRIPT_WASM_SIMD`.
 *
 * @throws {UserError} If the file is missing, neither PNG nor JPEG, truncated or damaged, or if
 * decoding it would need more than 2 GiB of memory.
 */
export async function readImage(path: string | URL): Promise<DecodedImage> {
  const { bytes, name } = await readUserFile(path);
  return await decodeImage(bytes, name);
}

/**
 * Like {@linkcode readImage}, for bytes in memory. An image that its camera stored turned or mirrored
 * (EXIF orientation) comes out upright.
 *
 * @param what Names the image in errors.
 * @throws {UserError} If the bytes are no such image.
 */
export async function decodeImage(
  bytes: Uint8Array<ArrayBuffer>,
  what: string,
): Promise<DecodedImage> {
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read the image ${what}: ${problem}.`);
  };
  const recognised = recognise(bytes);
  if ("problem" in recognised) return fail(recognised.problem);
  return upright(await DECODERS[recognised.format](bytes, fail));
}
