/**
 * Reads the header of a PNG or JPEG before it is decoded: its size and its real number of channels.
 * PNG: "Portable Network Graphics (PNG) Specification", https://www.w3.org/TR/png-3/, 11.2.
 * JPEG: ITU-T T.81, B.1 and B.2.2.
 */

/** Size and channels of an image (1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha). */
export interface ImageHeader {
  readonly format: "PNG" | "JPEG";
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Throws an error about the file; `problem` says what is wrong and what to do. */
export type Fail = (problem: string) => never;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Channels by PNG colour type: grey, RGB, palette (of RGB), grey and alpha, RGB and alpha. */
const PNG_CHANNELS = new Map([[0, 1], [2, 3], [3, 3], [4, 2], [6, 4]]);
const TRUNCATED = "The file is truncated; save or download it again";
const DAMAGED = "its JPEG segments are damaged. Save or download the image again";
const GIVE_IMAGE = "Give a PNG or JPEG image";

/**
 * Reads the header of `bytes`, whose format follows from the first bytes and never from the name.
 *
 * @param fail Throws the error.
 */
export function readHeader(bytes: Uint8Array, fail: Fail): ImageHeader {
  if (PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) return readPng(bytes, fail);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes, fail);
  if (bytes.length === 0) {
    return fail(`expected a PNG or JPEG image, found an empty file. ${GIVE_IMAGE}`);
  }
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0"));
  return fail(
    `expected a PNG or JPEG image, found a file that begins with ${start.join(" ")}. ${GIVE_IMAGE}`,
  );
}

/** Reads all chunks: IHDR has the size, tRNS adds alpha, IEND must not be missing. */
function readPng(bytes: Uint8Array, fail: Fail): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: ImageHeader | undefined;
  let alpha = 0;
  for (let at = PNG_SIGNATURE.length;;) {
    if (at + 12 > bytes.length) return fail(`its last chunk is missing. ${TRUNCATED}`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = at + 8;
    if (data + length + 4 > bytes.length) return fail(`its chunk ${type} is cut off. ${TRUNCATED}`);
    if (header === undefined) {
      if (type !== "IHDR" || length !== 13) {
        return fail(`expected the chunk IHDR first, found ${type}. Save the image again`);
      }
      const channels = PNG_CHANNELS.get(bytes[data + 9] ?? -1);
      if (channels === undefined) {
        return fail(
          `expected a PNG colour type of 0, 2, 3, 4 or 6, found ${bytes[data + 9]}. ` +
            "Save the image again",
        );
      }
      const [width, height] = [view.getUint32(data), view.getUint32(data + 4)];
      header = { format: "PNG", height, width, channels };
    }
    if (type === "tRNS") alpha = 1;
    if (type === "IEND") {
      const channels = header.channels + (header.channels % 2 === 1 ? alpha : 0);
      return { ...header, channels };
    }
    at = data + length + 4;
  }
}

/** Reads the segments up to the frame header, and checks that the end marker is not missing. */
function readJpeg(bytes: Uint8Array, fail: Fail): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: ImageHeader | undefined;
  for (let at = 2;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++; // fill bytes, B.1.1.2
    if (at + 4 > bytes.length) return fail(`its frame header is missing. ${TRUNCATED}`);
    if (bytes[at] !== 0xff) return fail(DAMAGED);
    const marker = bytes[at + 1] ?? 0;
    const length = view.getUint16(at + 2);
    if (length < 2) return fail(DAMAGED);
    if (at + 2 + length > bytes.length) return fail(`a segment is cut off. ${TRUNCATED}`);
    if (isFrame(marker)) {
      const channels = bytes[at + 9] ?? 0;
      if (length < 8 || (channels !== 1 && channels !== 3)) {
        return fail(`expected a JPEG of 1 or 3 components, found ${channels}. Save it as RGB`);
      }
      header = {
        format: "JPEG",
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        channels,
      };
    }
    at += 2 + length;
    if (marker !== 0xda) continue;
    if (header === undefined) {
      return fail(`its JPEG scan comes before its frame header. ${GIVE_IMAGE}`);
    }
    // In coded data 0xff is followed by 0 or a restart marker, so this can only be the end.
    return endsAfter(bytes, at) ? header : fail(`its end marker is missing. ${TRUNCATED}`);
  }
}

/** Whether a marker starts a frame of any coding: C0 to CF except the tables C4, C8 and CC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function endsAfter(bytes: Uint8Array, at: number): boolean {
  for (let i = bytes.length - 2; i >= at; i--) {
    if (bytes[i] === 0xff && bytes[i + 1] === 0xd9) return true;
  }
  return false;
}
