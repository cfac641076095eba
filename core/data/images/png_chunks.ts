/**
 * Reads the chunks of a PNG file: everything but the pixels. "Portable Network Graphics (PNG)
 * Specification", https://www.w3.org/TR/png-3/, chapters 5 and 11.
 */
import { crc32 } from "node:zlib";
import { checkSize, type Fail, TRUNCATED } from "./decoded.ts";

/** What the chunks of a PNG file say about its pixels. */
export interface PngChunks {
  readonly height: number;
  readonly width: number;
  /** The channels of the decoded image, with alpha where the file has a tRNS chunk. */
  readonly channels: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly interlaced: boolean;
  /** The contents of PLTE: three bytes per colour. */
  readonly palette?: Uint8Array;
  /** The contents of tRNS: the alpha of palette entries, or the one transparent colour. */
  readonly transparency?: Uint8Array;
  /** The contents of eXIf. */
  readonly exif?: Uint8Array;
  /** The contents of the IDAT chunks: together one zlib stream. */
  readonly data: readonly Uint8Array<ArrayBuffer>[];
}

/** Samples per pixel and the bit depths that each colour type may have (11.2.1, table 11.1). */
const COLOUR_TYPES = new Map([
  [0, { samples: 1, channels: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { samples: 3, channels: 3, depths: [8, 16] }],
  [3, { samples: 1, channels: 3, depths: [1, 2, 4, 8] }],
  [4, { samples: 2, channels: 2, depths: [8, 16] }],
  [6, { samples: 4, channels: 4, depths: [8, 16] }],
]);

/** How many samples a pixel of this colour type has in the file. */
export const samplesOf = (colourType: number): number => COLOUR_TYPES.get(colourType)?.samples ?? 1;

const SIGNATURE_LENGTH = 8;
/** The chunks that decide about pixels, whose checksums are therefore compared. */
const USED = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "eXIf"];
const AGAIN = "Save or download the image again";

/**
 * Reads all chunks up to IEND. Chunks that do not change the pixels' stored values, such as gAMA and
 * tEXt, are skipped.
 *
 * @param fail Throws the error.
 */
export function readPngChunks(bytes: Uint8Array<ArrayBuffer>, fail: Fail): PngChunks {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  const data: Uint8Array<ArrayBuffer>[] = [];
  let header: ReturnType<typeof readHeader> | undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = SIGNATURE_LENGTH;;) {
    if (at + 12 > bytes.length) return fail(`its last chunk is missing. ${TRUNCATED}`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) {
      return fail(`expected a chunk at byte ${at}, found other data. ${AGAIN}`);
    }
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return fail(`its chunk ${type} is cut off. ${TRUNCATED}`);
    if (USED.includes(type) && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      return fail(`the checksum of its chunk ${type} is wrong, so it is damaged. ${AGAIN}`);
    }
    const contents = bytes.subarray(at + 8, end);
    if (header === undefined) {
      if (type !== "IHDR" || length !== 13) {
        return fail(`expected the chunk IHDR of 13 bytes first, found ${type}. ${AGAIN}`);
      }
      header = readHeader(contents, fail);
    } else if (type === "IDAT") data.push(contents);
    else if (type === "IEND") return combine(header, found, data, fail);
    else if (USED.includes(type)) {
      if (found.has(type) || type === "IHDR") fail(`it has two chunks ${type}. ${AGAIN}`);
      found.set(type, contents);
    } else if (/^[A-Z]/.test(type)) {
      return fail(`its chunk ${type} is no part of the PNG standard. Save it as a standard PNG`);
    }
    at = end + 4;
  }
}

function readHeader(contents: Uint8Array, fail: Fail) {
  const view = new DataView(contents.buffer, contents.byteOffset, contents.length);
  const [depth = 0, colourType = 0, compression, filter, interlace = 0] = contents.subarray(8);
  const colours = COLOUR_TYPES.get(colourType);
  if (colours === undefined) {
    return fail(`expected a PNG colour type of 0, 2, 3, 4 or 6, found ${colourType}. ${AGAIN}`);
  }
  if (!colours.depths.includes(depth)) {
    fail(
      `expected ${colours.depths.join(", ").replace(/, (\d+)$/, " or $1")} bits per sample for ` +
        `colour type ${colourType}, found ${depth}. ${AGAIN}`,
    );
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    fail(
      "expected the PNG methods of compression 0, filter 0 and interlace 0 or 1, found " +
        `${compression}, ${filter} and ${interlace}. ${AGAIN}`,
    );
  }
  const { channels } = colours;
  const header = { width: view.getUint32(0), height: view.getUint32(4), channels };
  checkSize(header, fail);
  return { ...header, depth, colourType, interlaced: interlace === 1 };
}

/** Checks what is to be known of PLTE and tRNS before the pixels are read. */
function combine(
  header: Omit<PngChunks, "data">,
  found: ReadonlyMap<string, Uint8Array>,
  data: readonly Uint8Array<ArrayBuffer>[],
  fail: Fail,
): PngChunks {
  const { colourType } = header;
  const [palette, exif] = [found.get("PLTE"), found.get("eXIf")];
  // Where there is an alpha channel, tRNS is forbidden and says nothing.
  const transparency = colourType < 4 ? found.get("tRNS") : undefined;
  if (data.length === 0) fail(`its pixels (chunk IDAT) are missing. ${AGAIN}`);
  if (colourType === 3) {
    const colours = (palette?.length ?? 0) / 3;
    if (!Number.isInteger(colours) || colours < 1 || colours > 256) {
      fail(`expected a palette of 1 to 256 colours, found ${palette?.length ?? 0} bytes. ${AGAIN}`);
    }
  }
  const needed = 2 * samplesOf(colourType);
  if (transparency && colourType !== 3 && transparency.length !== needed) {
    fail(`expected ${needed} bytes in its chunk tRNS, found ${transparency.length}. ${AGAIN}`);
  }
  const all = {
    ...header,
    channels: header.channels + (transparency ? 1 : 0),
    ...(palette && { palette }),
    ...(transparency && { transparency }),
    ...(exif && { exif }),
    data,
  };
  checkSize(all, fail);
  return all;
}
