/** A file of features in half precision: one row per example, named by the example's SHA-256. */
import { dirname } from "node:path";
import { lockedFile } from "../data/locked_file.ts";
import { sha256Stream } from "../base/hash.ts";

const NAME_BYTES = 32;
const CHECK_BYTES = 8;

/** The number of bytes that are read at a time, rounded down to whole records. */
const CHUNK = 2 ** 22;

/** The features of one example. */
export interface FeatureRow {
  /** The SHA-256 of the example, 64 hexadecimal digits. */
  readonly name: string;
  readonly values: Float16Array;
}

/**
 * A file of records: a row's name (32 bytes), its numbers (2 bytes each, little-endian) and the first
 * 8 bytes of the SHA-256 of both. Rows are only appended, by one process at a time. A record that is
 * incomplete or damaged is ignored.
 */
export class FeatureCache {
  readonly #path: string;
  readonly #numbers: number;
  readonly #record: number;

  /**
   * @param path The file; it is created with the first row.
   * @param numbers The length of a row.
   */
  constructor(path: string, numbers: number) {
    this.#path = path;
    this.#numbers = numbers;
    this.#record = NAME_BYTES + 2 * numbers + CHECK_BYTES;
  }

  /** Calls `take` with every complete row whose name is `wanted`. */
  async read(
    wanted: (name: string) => boolean,
    take: (name: string, values: Float16Array) => void,
  ): Promise<void> {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(this.#path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    using open = file;
    const buffer = new Uint8Array(Math.max(1, Math.floor(CHUNK / this.#record)) * this.#record);
    for (;;) {
      const filled = await fill(open, buffer);
      for (let at = 0; at + this.#record <= filled; at += this.#record) {
        const record = buffer.subarray(at, at + this.#record);
        const name = record.subarray(0, NAME_BYTES).toHex();
        if (!wanted(name)) continue;
        const end = this.#record - CHECK_BYTES;
        if (check(record.subarray(0, end)) !== record.subarray(end).toHex()) continue;
        take(name, new Float16Array(record.slice(NAME_BYTES, end).buffer));
      }
      if (filled < buffer.length) return;
    }
  }

  /**
   * Appends rows.
   *
   * @throws {RangeError} If a row has another length.
   */
  async add(rows: readonly FeatureRow[]): Promise<void> {
    const bytes = new Uint8Array(rows.length * this.#record);
    rows.forEach(({ name, values }, i) => {
      if (values.length !== this.#numbers) {
        throw new RangeError(`Expected ${this.#numbers} numbers in a row, found ${values.length}.`);
      }
      const record = bytes.subarray(i * this.#record, (i + 1) * this.#record);
      record.set(Uint8Array.fromHex(name));
      record.set(new Uint8Array(values.slice().buffer), NAME_BYTES);
      const end = this.#record - CHECK_BYTES;
      record.set(Uint8Array.fromHex(check(record.subarray(0, end))), end);
    });
    await Deno.mkdir(dirname(this.#path), { recursive: true });
    using file = await lockedFile(this.#path);
    const { size } = await file.stat();
    // Bytes after the last whole record are one that was interrupted while it was written.
    await file.truncate(size - size % this.#record);
    await file.seek(0, Deno.SeekMode.End);
    // Not flushed: a record that never reached the disk fails its checksum and is computed again.
    for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
  }
}

const check = (bytes: Uint8Array): string =>
  sha256Stream().update(bytes).digest("hex").slice(0, 2 * CHECK_BYTES);

/** Reads until the buffer is full or the file ends. Returns the number of bytes read. */
async function fill(file: Deno.FsFile, buffer: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const read = await file.read(buffer.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return filled;
}
