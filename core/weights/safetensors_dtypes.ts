/** The element types of safetensors that fit into 32-bit floats, read little-endian. */

/** How many bytes an element takes, and how it is read. */
export interface Dtype {
  readonly bytes: number;
  read(view: DataView, at: number): number;
  /** All of them at once, where the machine can do that much faster than one by one. */
  all?(bytes: Uint8Array): Float32Array;
}

/** Numbers lie in memory as they lie in the file. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** By their names in the format. Wider ones lose precision as any conversion to float32 does. */
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
  ["U8", {
    bytes: 1,
    read: (view, at) => view.getUint8(at),
    all: (bytes) => new Float32Array(bytes),
  }],
]);

/** A bfloat16 is the upper half of a float32. */
const bfloat16 = (bits: number): number =>
  new Float32Array(new Uint32Array([bits << 16]).buffer)[0] ?? 0;
