/**
 * Reads NumPy's `.npy` and `.npz` as far as data sets need them: arrays of whole numbers in row-major
 * order (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 */
import { UserError } from "../base/errors.ts";
import { grouped } from "../base/numbers.ts";
import { quoted } from "../base/quoted.ts";
import type { ZipEntry } from "../base/zip.ts";
import { sizeOf } from "../graph/tensor.ts";

/** An array: its shape, and its elements as they lie in the file. */
export interface Npy {
  readonly shape: readonly number[];
  /** The element type by NumPy's name, such as `|u1`. */
  readonly dtype: string;
  /** Reads the elements; bytes stay bytes, wider numbers are converted. */
  read(): Uint8Array<ArrayBuffer> | Float64Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** The types of whole numbers, little-endian, as NumPy names them. */
const WHOLE: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  "|i1": (view, at) => view.getInt8(at),
  "<i2": (view, at) => view.getInt16(at, true),
  "<i4": (view, at) => view.getInt32(at, true),
  "<i8": (view, at) => Number(view.getBigInt64(at, true)),
  "<u2": (view, at) => view.getUint16(at, true),
  "<u4": (view, at) => view.getUint32(at, true),
  "<u8": (view, at) => Number(view.getBigUint64(at, true)),
};

/**
 * Reads the header of an array in an archive; its elements are unpacked by `read`. The header and the
 * archive's list must agree about the length first.
 *
 * @param what Names the archive in errors.
 * @throws {UserError} If it is no `.npy`, is stored column by column, or has other elements than
 * whole numbers.
 */
export function openNpy(entry: ZipEntry, what: string): Npy {
  const array = quoted(entry.name);
  const fail = (problem: string): never => {
    throw new UserError(
      `Cannot read ${what}: ${problem}. Save it again with numpy.savez and uint8 arrays.`,
    );
  };
  const head = entry.head();
  if (!MAGIC.every((byte, i) => head[i] === byte)) {
    return fail(`expected a NumPy array in ${array}, found other bytes`);
  }
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const wide = (head[6] ?? 0) > 1;
  const begin = wide ? 12 : 10;
  if (head.length < begin) return fail(`the header of ${array} is truncated`);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (begin + length > head.length) return fail(`the header of ${array} is truncated`);
  const text = new TextDecoder("latin1").decode(head.subarray(begin, begin + length));
  const dtype = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (dtype === undefined || order === undefined || sizes === undefined) {
    return fail(
      `expected descr, fortran_order and shape in the header of ${array}, found ${
        quoted(text.trim())
      }`,
    );
  }
  const shape = sizes.split(",").map((size) => size.trim()).filter(Boolean).map(Number);
  if (order === "True" && shape.length > 1) {
    return fail(`expected ${array} row by row, found it column by column (fortran_order)`);
  }
  const whole = Object.hasOwn(WHOLE, dtype) ? WHOLE[dtype] : undefined;
  if (dtype !== "|u1" && !whole) {
    return fail(`expected whole numbers (|u1) in ${array}, found the type ${quoted(dtype)}`);
  }
  const width = Number(/\d+$/.exec(dtype)?.[0]);
  const expected = begin + length + sizeOf(shape) * width;
  if (expected !== entry.bytes) {
    return fail(
      `expected ${grouped(expected)} bytes in ${array}, found ${grouped(entry.bytes)}`,
    );
  }
  return {
    shape,
    dtype,
    read() {
      const body = entry.read().subarray(begin + length);
      if (!whole) return body;
      const elements = new DataView(body.buffer, body.byteOffset, body.length);
      return Float64Array.from({ length: sizeOf(shape) }, (_, i) => whole(elements, i * width));
    },
  };
}
