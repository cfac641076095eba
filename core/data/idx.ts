/**
 * Reads the IDX format of the MNIST family: two zero bytes, the element type, the number of
 * dimensions, one 32-bit big-endian size a dimension, then the elements, the last index fastest
 * (http://yann.lecun.com/exdb/mnist/, "The IDX file format"). Plain or gzipped.
 */
import { sizeOf } from "../graph/tensor.ts";
import { constants, gunzipSync } from "node:zlib";
import { UserError } from "../base/errors.ts";
import { readUserFile } from "./read.ts";

/** An array of bytes with its shape; for images [count, height, width], for labels [count]. */
export interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array<ArrayBuffer>;
  /** The whole file after unpacking, header included: what its checksum is taken over. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** No data set of this project is near it; a larger claim is a damaged or hostile header. */
const MAX_BYTES = 2 ** 30;
/** The type of an unsigned byte, the only one that images and labels use. */
const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes with `rank` dimensions (3 for images, 1 for labels).
 *
 * @throws {UserError} One sentence if the file is missing, not IDX, of another type or rank,
 * shorter or longer than its header says, or damaged.
 */
export async function readIdx(path: string | URL, rank: number): Promise<Idx> {
  const { bytes, name } = await readUserFile(path);
  return decodeIdx(bytes, rank, name);
}

/**
 * Like {@linkcode readIdx}, for bytes at hand; `what` names them in errors. What the header claims
 * is compared with what is there before memory is set aside for it.
 *
 * @example
 * ```ts
 * import { decodeIdx } from "./idx.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const twoLabels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 9, 7]);
 * const labels = decodeIdx(twoLabels, 1, "labels");
 * assertEquals(labels.shape, [2]);
 * assertEquals([...labels.data], [9, 7]);
 * ```
 */
export function decodeIdx(bytes: Uint8Array<ArrayBuffer>, rank: number, what: string): Idx {
  const fail: Fail = (problem) => {
    throw new UserError(`Cannot read ${what}: ${problem}, fetch it again.`);
  };
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const headerBytes = 4 + 4 * rank;
  const head = gzipped ? unpack(bytes.subarray(0, 512), MAX_BYTES, fail) : bytes;
  const shape = readHeader(head.subarray(0, headerBytes), rank, fail);
  const expected = headerBytes + sizeOf(shape);
  if (expected > MAX_BYTES) {
    fail(`its header claims ${expected} bytes, more than the ${MAX_BYTES} allowed; it is damaged`);
  }
  const file = gzipped ? unpack(bytes, expected, fail) : bytes;
  if (file.length !== expected) {
    const when = gzipped ? " after unpacking" : "";
    const state = file.length < expected ? "truncated" : "too long";
    fail(`expected ${expected} bytes${when}, found ${file.length}; the file is ${state}`);
  }
  return { shape, data: file.subarray(headerBytes), file };
}

type Fail = (problem: string) => never;

function readHeader(header: Uint8Array, rank: number, fail: Fail): number[] {
  const hex = (from: number, to: number) =>
    Array.from(header.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const size = 4 + 4 * rank;
  if (header.length < size) {
    return fail(`expected an IDX header of ${size} bytes, found ${header.length} bytes`);
  }
  if (header[0] !== 0 || header[1] !== 0) {
    return fail(`expected an IDX file, which begins with 00 00 08 0${rank}, found ${hex(0, 4)}`);
  }
  if (header[2] !== UNSIGNED_BYTE) {
    return fail(`expected elements of type 08 (unsigned bytes), found type ${hex(2, 3)}`);
  }
  if (header[3] !== rank) {
    const meant = rank === 1 ? "1 dimension (labels)" : `${rank} dimensions (images)`;
    return fail(`expected ${meant}, found ${header[3]}`);
  }
  const view = new DataView(header.buffer, header.byteOffset);
  return Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
}

/**
 * Unpacks gzip, as much of it as is there, up to `limit` bytes. Synchronous: zlib itself takes a
 * fifth of the time of a DecompressionStream, and start-up counts.
 */
function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  fail: Fail,
): Uint8Array<ArrayBuffer> {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH; // gives what is there instead of an error
    const options = { maxOutputLength: limit, finishFlush, chunkSize: 2 ** 16 };
    const unpacked = gunzipSync(bytes, options);
    return new Uint8Array(unpacked.buffer as ArrayBuffer, unpacked.byteOffset, unpacked.length);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ERR_BUFFER_TOO_LARGE"
      ? fail(`expected ${limit} bytes after unpacking, found more; the file is too long`)
      : fail("its gzip data is damaged");
  }
}
