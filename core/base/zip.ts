/**
 * Reads ZIP archives in memory, stored or deflated, as Keras's `.keras` and NumPy's `.npz` are
 * (PKWARE's APPNOTE.TXT, "Overall .ZIP file format"). The list of files at the archive's end decides;
 * every length is checked before anything is unpacked.
 */
import { constants, crc32, inflateRawSync } from "node:zlib";
import { UserError } from "./errors.ts";
import { grouped } from "./numbers.ts";
import { quoted } from "./quoted.ts";

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Its length after unpacking, as the archive's list says. */
  readonly bytes: number;
  /**
   * Unpacks its first bytes, at least 64 if it has as many, for a look at its header.
   *
   * @throws {UserError} If it is damaged.
   */
  head(): Uint8Array;
  /**
   * Unpacks it whole.
   *
   * @throws {UserError} If it has another length or checksum than the list says.
   */
  read(): Uint8Array<ArrayBuffer>;
}

/** More than any file of weights or data has. */
const MAX_ENTRIES = 10_000;
const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;

/** Whether bytes begin as an archive does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * Lists the files of an archive.
 *
 * @param what Names the archive in errors.
 * @param limit The most bytes that one of its files may have after unpacking.
 * @throws {UserError} If the archive is damaged, or if a file is encrypted, is packed by another
 * method than deflate, or is larger than `limit`.
 */
export function zipEntries(bytes: Uint8Array, what: string, limit: number): ZipEntry[] {
  const fail: Fail = (problem) => {
    throw new UserError(`Cannot read ${what}: ${problem}. Save or download the file again.`);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(view);
  if (end === undefined) return fail("expected a zip archive with a list of its files, found none");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MAX_ENTRIES) {
    return fail(`expected at most ${MAX_ENTRIES} files in the zip archive, found ${count}`);
  }
  return Array.from({ length: count }, () => {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== LISTED) {
      return fail("its list of files is damaged");
    }
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const [nameLength = 0] = lengths;
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const listed = {
      name,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true),
    };
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
    return entry(bytes, view, listed, limit, fail);
  });
}

type Fail = (problem: string) => never;

/** A line of the archive's list. */
interface Listed {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly bytes: number;
  readonly local: number;
}

/** The position of the record that ends every archive; a comment of up to 65,535 bytes may follow. */
function findEnd(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 65_557; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return undefined;
}

function entry(bytes: Uint8Array, view: DataView, listed: Listed, limit: number, fail: Fail) {
  const { name, method, packed, local } = listed;
  const shown = quoted(name);
  if (listed.encrypted) fail(`expected files without a password, found ${shown} encrypted`);
  if (method !== 0 && method !== 8) {
    fail(`expected ${shown} stored or deflated, found packing method ${method}`);
  }
  if (listed.bytes > limit) {
    fail(
      `expected at most ${grouped(limit)} bytes in ${shown}, found ${grouped(listed.bytes)}`,
    );
  }
  if (method === 0 && packed !== listed.bytes) fail(`the length of ${shown} is damaged`);
  const body = (): Uint8Array => {
    if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) {
      return fail(`the beginning of ${shown} is damaged`);
    }
    const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (begin + packed > bytes.length) return fail(`${shown} is truncated`);
    return bytes.subarray(begin, begin + packed);
  };
  return {
    name,
    bytes: listed.bytes,
    head: () => method === 0 ? body().subarray(0, 65_536) : begins(body(), shown, fail),
    read() {
      const unpacked = method === 0
        ? body().slice()
        : inflate(body(), { maxOutputLength: listed.bytes || 1 }, shown, fail);
      if (unpacked.length !== listed.bytes || crc32(unpacked) !== listed.checksum) {
        fail(`the contents of ${shown} are damaged`);
      }
      return unpacked;
    },
  };
}

/** The first bytes of deflated data: what its first 512 packed bytes give. */
const begins = (packed: Uint8Array, shown: string, fail: Fail): Uint8Array =>
  inflate(packed.subarray(0, 512), { finishFlush: constants.Z_SYNC_FLUSH }, shown, fail);

function inflate(packed: Uint8Array, options: object, shown: string, fail: Fail) {
  try {
    const unpacked = inflateRawSync(packed, options);
    return new Uint8Array(unpacked.buffer as ArrayBuffer, unpacked.byteOffset, unpacked.length);
  } catch {
    return fail(`the contents of ${shown} are damaged`);
  }
}
