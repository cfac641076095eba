/**
 * Reads the IDX format of the MNIST family, plain or gzipped: two zero bytes, the element type, the
 * number of dimensions, one 32-bit big-endian size per dimension, then the elements, the last index
 * fastest (http://yann.lecun.com/exdb/mnist/, "The IDX file format").
 */
import { sizeOf } from "../graph/tensor.ts";
import { constants, gunzipSync } from "node:zlib";
import { UserError } from "../base/errors.ts";
import { grouped } from "../base/numbers.ts";
import { DATA_LIMIT } from "./labelled_checks.ts";
import { readUserFile } from "./read.ts";

/** An array of bytes with its shape; for images [count, height, width], for labels [count]. */
export interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array<ArrayBuffer>;
  /** The whole file after unpacking, including the header: its SHA-256 is that of the data set. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** The element type of unsigned bytes, the only one that images and labels use. */
const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes.
 *
 * @param rank The number of dimensions: 3 for images, 1 for labels.
 * @throws {UserError} If the file is missing, is not IDX, has another element type or rank, is
 * shorter or longer than its header says, or is damaged.
 */
export async function readIdx(path: string | URL, rank: number): Promise<Idx> {
  const { bytes, name } = await readUserFile(path, DATA_LIMIT);
  return decodeIdx(bytes, rank, name);
}

/**
 * Like {@linkcode readIdx}, for bytes in memory. Memory is allocated for the bytes that the file
 * has, not for those that its header announces.
 *
 * @param what Names the file in errors.
 * @throws {UserError} If the bytes are no such file.
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
  const fail: Fail = (problem, state) => {
    const advice = state ? `The file is ${state}; download it again` : "Download it again";
    throw new UserError(`Cannot read ${what}: ${problem}. ${advice}.`);
  };
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const headerBytes = 4 + 4 * rank;
  const head = gzipped ? unpack(bytes.subarray(0, 512), DATA_LIMIT, fail) : bytes;
  const shape = readHeader(head.subarray(0, headerBytes), rank, fail);
  const expected = headerBytes + sizeOf(shape);
  if (expected > DATA_LIMIT) {
    fail(
      `expected at most ${grouped(DATA_LIMIT)} bytes, found a header for ${grouped(expected)}`,
      "damaged",
    );
  }
  const file = gzipped ? unpack(bytes, expected, fail) : bytes;
  if (file.length !== expected) {
    const when = gzipped ? " after unpacking" : "";
    const state = file.length < expected ? "truncated" : "too long";
    fail(`expected ${grouped(expected)} bytes${when}, found ${grouped(file.length)}`, state);
  }
  return { shape, data: file.subarray(headerBytes), file };
}

type Fail = (problem: string, state?: string) => never;

function readHeader(header: Uint8Array, rank: number, fail: Fail): number[] {
  const hex = (from: number, to: number) =>
    Array.from(header.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const size = 4 + 4 * rank;
  if (header.length < size) {
    return fail(`expected an IDX header of ${size} bytes, found ${header.length}`, "truncated");
  }
  if (header[0] !== 0 || header[1] !== 0) {
    return fail(`expected an IDX file, which begins with 00 00 08 0${rank}, found ${hex(0, 4)}`);
  }
  if (header[2] !== UNSIGNED_BYTE) {
    return fail(`expected elements of type 08 (unsigned bytes), found ${hex(2, 3)}`);
  }
  if (header[3] !== rank) {
    const meant = rank === 1 ? "1 dimension (labels)" : `${rank} dimensions (images)`;
    return fail(`expected ${meant}, found ${header[3]}`);
  }
  const view = new DataView(header.buffer, header.byteOffset);
  return Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
}

/**
 * Unpacks gzip data, also if its end is missing, to at most `limit` bytes. Synchronous, because zlib
 * takes a fifth of a DecompressionStream's time and this runs at every start.
 */
function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  fail: Fail,
): Uint8Array<ArrayBuffer> {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH; // unpacks a truncated file as far as it goes
    const options = { maxOutputLength: limit, finishFlush, chunkSize: 2 ** 16 };
    const unpacked = gunzipSync(bytes, options);
    return new Uint8Array(unpacked.buffer as ArrayBuffer, unpacked.byteOffset, unpacked.length);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ERR_BUFFER_TOO_LARGE"
      ? fail(`expected ${grouped(limit)} bytes after unpacking, found more`, "too long")
      : fail("expected gzip data, found a checksum or a code that is wrong", "damaged");
  }
}
