/** The element types of safetensors that are read here, all little-endian, as 32-bit floats. */

/** An element type: its size in bytes, and how an element is read. */
export interface Dtype {
  readonly bytes: number;
  read(view: DataView, at: number): number;
  /** Reads all elements at once, where that is much faster than one by one. */
  all?(bytes: Uint8Array): Float32Array;
}

/** Whether numbers have the same byte order in memory as in the file. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The element types by name. Numbers of wider types are rounded to 32-bit floats. */
export const DTYPES: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ["F32", {
    bytes: 4,
    read: (view, at) => view.getFloat32(at, true),
    ...(LITTLE_ENDIAN && { all: (bytes) => new Float32Array(bytes.slice().buffer) }),
  }],
  ["F16", { bytes: 2, read: (view, at) => view.getFloat16(at, true) }],
  ["BF16", { bytes: 2, read: (view, at) => bfloat16(view.getUint16(at, true)) }],
  ["F64", { bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  ["I64", { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }],
  ["I32", { bytes: 4, read: (view, at) => view.getInt32(at, true) }],
  ["I8", {
    bytes: 1,
    read: (view, at) => view.getInt8(at),
    all: (bytes) => new Float32Array(new Int8Array(bytes.slice().buffer)),
  }],
  ["U8", {
    bytes: 1,
    read: (view, at) => view.getUint8(at),
    all: (bytes) => new Float32Array(bytes),
  }],
]);

/** The number of a bfloat16, which is the upper half of a 32-bit float. */
const bfloat16 = (bits: number): number =>
  new Float32Array(new Uint32Array([bits << 16]).buffer)[0] ?? 0;
