/**
 * Reads and writes safetensors (https://github.com/huggingface/safetensors, "Format"): the header's
 * length as a 64-bit little-endian number, the header as JSON, then the bytes of the tensors.
 */
import { UserError } from "../base/errors.ts";
import { formatBytes, MEMORY_LIMIT } from "../base/memory.ts";
import { grouped } from "../base/numbers.ts";
import { depthOf, duplicateKey, isRecord, MAX_DEPTH, shownJson } from "../base/json.ts";
import { quoted } from "../base/quoted.ts";
import { type Dtype, DTYPES } from "./safetensors_dtypes.ts";
import { sizeOf, type Tensor } from "../graph/tensor.ts";

/** The contents of a file: tensors by name, and free text. */
export interface Safetensors {
  /** The tensors by name. */
  readonly tensors: Record<string, Tensor>;
  /** Free text by key, such as `format`; empty if the file has none. */
  readonly metadata: Record<string, string>;
}

/**
 * The most bytes of a header, 16 MiB: that of a network with a hundred thousand tensors. The reference
 * implementation takes 100 MB, which may need gigabytes once they are parsed.
 */
const MAX_HEADER = 2 ** 24;
const LENGTH_BYTES = 8;

/** A tensor that can be written, with the format's name for its numbers. */
export interface Encodable {
  /** The size of each axis. */
  readonly shape: readonly number[];
  /** The numbers in row-major order. */
  readonly data: Float32Array | Float16Array | Uint8Array | Int8Array;
}

/** The format's names, by those of JavaScript, which also hold where a browser lacks one of them. */
const NAMES = {
  Float32Array: "F32",
  Float16Array: "F16",
  Uint8Array: "U8",
  Int8Array: "I8",
} as const;

/**
 * Encodes tensors as a safetensors file: wide numbers before narrow ones, so that all are aligned, and
 * each in the order of their names' code units. The same tensors give the same bytes in any order of `tensors`.
 *
 * @param metadata Free text by key.
 * @throws {RangeError} If a tensor's numbers do not fill its shape, or one is called `__metadata__`.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Encodable>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const named = Object.entries(tensors).sort(([a, { data: p }], [b, { data: q }]) =>
    q.BYTES_PER_ELEMENT - p.BYTES_PER_ELEMENT || (a < b ? -1 : 1)
  );
  const entries: [string, unknown][] = [];
  const notes = Object.entries(metadata).sort(([a], [b]) => a < b ? -1 : 1);
  if (notes.length > 0) entries.push(["__metadata__", Object.fromEntries(notes)]);
  let end = 0;
  for (const [name, { shape, data }] of named) {
    if (name === "__metadata__") {
      throw new RangeError(`Expected another name than ${name} for a tensor.`);
    }
    if (sizeOf(shape) !== data.length) {
      throw new RangeError(
        `Expected ${sizeOf(shape)} numbers in ${name} of shape [${shape}], found ${data.length}.`,
      );
    }
    const begin = end;
    end += data.byteLength;
    const dtype = NAMES[data[Symbol.toStringTag]];
    entries.push([name, { dtype, shape, data_offsets: [begin, end] }]);
  }
  // Each entry is written by itself: an object would move names that look like numbers to the front.
  const json = entries.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`);
  const header = new TextEncoder().encode(`{${json.join(",")}}`);
  const padded = Math.ceil(header.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + padded + end).fill(
    0x20,
    LENGTH_BYTES,
    LENGTH_BYTES + padded,
  );
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  file.set(header, LENGTH_BYTES);
  let at = LENGTH_BYTES + padded;
  for (const [, { data }] of named) {
    // Deno runs on little-endian machines only; bytes are copied eight times as fast as numbers.
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/**
 * Decodes a safetensors file; all numbers become 32-bit floats. Every length and offset of the header
 * is checked against the bytes of the file.
 *
 * @param what Names the file in errors.
 * @throws {UserError} If the file is truncated, if its header is damaged or has an unknown dtype, or
 * if its tensors overlap or leave gaps.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bias = { shape: [2], data: new Float32Array([0.5, -1]) };
 * assertEquals(decodeSafetensors(encodeSafetensors({ bias }), "example").tensors, { bias });
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array, what: string): Safetensors {
  const fail: Fail = (problem) => {
    throw new UserError(`Cannot read ${what}: ${problem}. Save or download the file again.`);
  };
  const { header, body } = split(bytes, fail);
  let metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") metadata = readMetadata(value, fail);
    else entries.push(readEntry(name, value, body.length, fail));
  }
  checkLayout(entries, body.length, fail);
  const room = entries.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  if (room > MEMORY_LIMIT) {
    fail(`expected at most ${formatBytes(MEMORY_LIMIT)} of numbers, found ${formatBytes(room)}`);
  }
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const { name, shape, dtype, begin, end } of entries) {
    tensors[name] = { shape, data: numbers(body.subarray(begin, end), dtype) };
  }
  return { tensors: { ...tensors }, metadata };
}

type Fail = (problem: string) => never;

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly begin: number;
  readonly end: number;
}

function split(bytes: Uint8Array, fail: Fail) {
  if (bytes.length < LENGTH_BYTES) {
    fail(`expected at least ${LENGTH_BYTES} bytes, found ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getBigUint64(0, true);
  const room = bytes.length - LENGTH_BYTES;
  if (length > room || length > MAX_HEADER) {
    fail(
      `expected a header of at most ${grouped(Math.min(room, MAX_HEADER))} bytes, ` +
        `found a length of ${grouped(length)}`,
    );
  }
  const headerEnd = LENGTH_BYTES + Number(length);
  let text = "";
  let header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes.subarray(LENGTH_BYTES, headerEnd));
    if (depthOf(text) > MAX_DEPTH) throw new RangeError("too deep");
    header = JSON.parse(text);
  } catch {
    return fail("expected a header in JSON (UTF-8), found other bytes");
  }
  // Spaces before it are read as the reference implementation reads them.
  if (!isRecord(header)) return fail("expected a JSON object as header, found another value");
  const twice = duplicateKey(text);
  if (twice !== undefined) {
    fail(`expected ${quoted(twice)} once in the header, found it twice`);
  }
  return { header, body: bytes.subarray(headerEnd) };
}

function readMetadata(value: unknown, fail: Fail): Record<string, string> {
  if (!isRecord(value)) return fail(`expected text in "__metadata__", found ${shownJson(value)}`);
  const notes: [string, string][] = [];
  for (const [key, note] of Object.entries(value)) {
    if (typeof note !== "string") {
      return fail(`expected text for ${quoted(key)} in "__metadata__", found ${shownJson(note)}`);
    }
    notes.push([key, note]);
  }
  return Object.fromEntries(notes);
}

function readEntry(name: string, value: unknown, room: number, fail: Fail): Entry {
  const wrong = (problem: string): never => fail(`tensor ${quoted(name)}: ${problem}`);
  if (!isRecord(value)) return wrong(`expected an object, found ${shownJson(value)}`);
  const { dtype: type, shape, data_offsets: offsets, ...others } = value;
  const other = Object.keys(others)[0];
  if (other !== undefined) {
    wrong(`expected only dtype, shape and data_offsets, found ${quoted(other)}`);
  }
  const dtype = typeof type === "string" ? DTYPES.get(type) : undefined;
  if (dtype === undefined) {
    return wrong(`expected a dtype of ${[...DTYPES.keys()].join(", ")}, found ${shownJson(type)}`);
  }
  if (!isSizes(shape)) return wrong(`expected a shape of whole numbers, found ${shownJson(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    return wrong(`expected data_offsets [begin, end], found ${shownJson(offsets)}`);
  }
  const [begin = 0, end = 0] = offsets;
  if (begin > end || end > room) {
    wrong(`expected data_offsets within 0 to ${room}, found ${shownJson(offsets)}`);
  }
  const needed = sizeOf(shape) * dtype.bytes;
  if (needed !== end - begin) {
    wrong(
      `expected ${grouped(needed)} bytes for shape ${shownJson(shape)} of ${type}, ` +
        `found ${grouped(end - begin)}`,
    );
  }
  return { name, shape, dtype, begin, end };
}

function numbers(bytes: Uint8Array, dtype: Dtype): Float32Array {
  if (dtype.all) return dtype.all(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const data = new Float32Array(bytes.length / dtype.bytes);
  for (let i = 0; i < data.length; i++) data[i] = dtype.read(view, i * dtype.bytes);
  return data;
}

/** Checks the format's rule that the tensors fill the body exactly, without gaps and overlaps. */
function checkLayout(entries: readonly Entry[], room: number, fail: Fail): void {
  let at = 0;
  for (
    const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)
  ) {
    const problem = begin < at ? "an overlap" : "a gap";
    if (begin !== at) {
      fail(
        `expected tensor ${
          quoted(name)
        } to begin at ${at}, found ${problem}: it begins at ${begin}`,
      );
    }
    at = end;
  }
  if (at !== room) fail(`expected ${at} bytes of tensors, found ${room}`);
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
