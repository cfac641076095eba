/**
 * Reads the segments of a JPEG file: everything but its coded pixels. ITU-T T.81, annex B; JFIF 1.02;
 * the rules for colours are those of libjpeg (`default_decompress_parms` in jdapimin.c), on which
 * browsers and Pillow rest.
 */
import { checkSize, type Fail, TRUNCATED } from "./decoded.ts";
import { orientation } from "./exif.ts";

/** A component of a JPEG: its number, and how densely it is sampled beside the others. */
interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

/** The frame header: the size of the image and its components. */
interface Frame {
  readonly height: number;
  readonly width: number;
  readonly components: readonly Component[];
}

/** What the segments of a JPEG file say about its pixels. */
export interface JpegSegments extends Frame {
  /** 1 grey, 3 RGB. */
  readonly channels: number;
  /** Whether the components are red, green and blue instead of brightness and two colours. */
  readonly rgb: boolean;
  /** How the image is to be turned, from 1 to 8. */
  readonly orientation: number;
  /** The segments that are needed to decode the pixels, with the coded data after each scan header. */
  readonly kept: readonly Uint8Array<ArrayBuffer>[];
}

const AGAIN = "Save or download the image again";
const DAMAGED = `its JPEG segments are damaged. ${AGAIN}`;
const CONVERT = "Convert it to PNG or to an ordinary JPEG, for instance with GIMP or ImageMagick";

/** No photograph needs more; each scan goes over all pixels, so that thousands would take minutes. */
const MAX_SCANS = 100;

/** Frame headers by marker: what the coding is called, if it cannot be decoded here. */
const CODINGS = new Map<number, string | undefined>([
  [0xc0, undefined], // baseline
  [0xc1, undefined], // extended sequential
  [0xc2, undefined], // progressive
  [0xc3, "lossless"],
  [0xc5, "hierarchical"],
  [0xc6, "hierarchical"],
  [0xc7, "hierarchical"],
  [0xc9, "arithmetic"],
  [0xca, "arithmetic"],
  [0xcb, "lossless"],
  [0xcd, "hierarchical"],
  [0xce, "hierarchical"],
  [0xcf, "hierarchical"],
  [0xf7, "JPEG-LS"],
]);

/**
 * Reads all segments up to the end marker.
 *
 * @param fail Throws the error.
 */
export function readJpegSegments(bytes: Uint8Array<ArrayBuffer>, fail: Fail): JpegSegments {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept: Uint8Array<ArrayBuffer>[] = [];
  let [jfif, scans, coded, turn] = [false, 0, 0, 1];
  let adobe: number | undefined;
  let frame: Frame | undefined;
  for (let at = 2;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++; // fill bytes, B.1.1.2
    const marker = bytes[at + 1] ?? 0;
    if (frame && scans > 0 && bytes[at] === 0xff && marker === 0xd9) {
      checkCoded(frame, coded, fail);
      const { components: { length: channels } } = frame;
      const rgb = channels === 3 && isRgb(jfif, adobe, frame.components);
      return { ...frame, channels, rgb, orientation: turn, kept };
    }
    if (at + 4 > bytes.length) {
      return fail(`its ${frame ? "end marker" : "frame header"} is missing. ${TRUNCATED}`);
    }
    if (bytes[at] !== 0xff || marker < 0xc0) return fail(DAMAGED);
    const length = view.getUint16(at + 2);
    let end = at + 2 + length;
    if (length < 2) return fail(DAMAGED);
    if (end > bytes.length) return fail(`a segment is cut off. ${TRUNCATED}`);
    const contents = bytes.subarray(at + 4, end);
    if (CODINGS.has(marker)) {
      if (frame) return fail(DAMAGED);
      frame = readFrame(marker, contents, fail);
    } else if (marker === 0xda) {
      if (frame === undefined) {
        return fail(`its JPEG scan comes before its frame header. ${AGAIN}`);
      }
      if (++scans > MAX_SCANS) {
        return fail(`expected at most ${MAX_SCANS} scans, found more. ${AGAIN}`);
      }
      const start = end;
      end = endOfScan(bytes, start);
      coded += end - start;
    } else if (marker === 0xe0) jfif ||= begins(contents, "JFIF\0");
    else if (marker === 0xe1 && turn === 1 && begins(contents, "Exif\0")) {
      turn = orientation(contents.subarray(6));
    } else if (marker === 0xee && begins(contents, "Adobe")) adobe = contents[11];
    // Application data and comments say nothing about the coding.
    if (marker < 0xe0) kept.push(bytes.subarray(at, end));
    at = end;
  }
}

function readFrame(marker: number, contents: Uint8Array, fail: Fail): Frame {
  const coding = CODINGS.get(marker);
  if (coding !== undefined) {
    const name = coding === "JPEG-LS" ? coding : `${coding} JPEG coding`;
    fail(`expected baseline or progressive JPEG coding, found ${name}. ${CONVERT}`);
  }
  const [bits = 0, high = 0, low = 0, wide = 0, narrow = 0, count = 0] = contents;
  if (bits !== 8) fail(`expected a JPEG of 8 bits per component, found ${bits}. ${CONVERT}`);
  if (count !== 1 && count !== 3) {
    const inks = count === 4 ? " (CMYK)" : "";
    fail(`expected a JPEG of 1 or 3 components, found ${count}${inks}. Save it as RGB`);
  }
  if (contents.length !== 6 + 3 * count) fail(DAMAGED);
  const components = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0] = contents.subarray(6 + 3 * i);
    return { id, across: sampling >> 4, down: sampling & 15 };
  });
  if (components.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4)) {
    fail(DAMAGED);
  }
  const [height, width] = [(high << 8) | low, (wide << 8) | narrow];
  checkSize({ height, width, channels: count }, fail);
  return { height, width, components };
}

/** The end of coded data: the next marker but the ones for restarting; 0xff00 stands for 0xff. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from;; at += 2) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next === 0xff) at--;
    else if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
}

/** Each block of 8×8 numbers takes at least one bit, so that a large image cannot be a small file. */
function checkCoded({ height, width, components }: Frame, coded: number, fail: Fail): void {
  const across = Math.max(...components.map((component) => component.across));
  const down = Math.max(...components.map((component) => component.down));
  const blocks = components.reduce(
    (sum, component) =>
      sum + Math.ceil((width * component.across) / across / 8) *
        Math.ceil((height * component.down) / down / 8),
    0,
  );
  if (coded * 8 < blocks) {
    fail(`expected ${height}x${width} pixels, found ${coded} bytes for them. ${TRUNCATED}`);
  }
}

function isRgb(jfif: boolean, adobe: number | undefined, components: readonly Component[]) {
  if (jfif) return false;
  if (adobe !== undefined) return adobe === 0;
  return String.fromCharCode(...components.map(({ id }) => id)) === "RGB";
}

const begins = (contents: Uint8Array, text: string): boolean =>
  contents.length > text.length &&
  Array.from(text).every((c, i) => contents[i] === c.charCodeAt(0));
