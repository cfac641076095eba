/** The element types of safetensors that fit into 32-bit floats, read little-endian. */

/** How many bytes an element takes, and how it is read. */
export interface Dtype {
  readonly bytes: number;
  read(view: DataView, at: number): number;
}

/** By their names in the format. Wider ones lose precision as any conversion to float32 does. */
export const DTYPES: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ["F32", { bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
  ["F16", { bytes: 2, read: (view, at) => view.getFloat16(at, true) }],
  ["BF16", { bytes: 2, read: (view, at) => bfloat16(view.getUint16(at, true)) }],
  ["F64", { bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  ["I64", { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }],
  ["I32", { bytes: 4, read: (view, at) => view.getInt32(at, true) }],
  ["U8", { bytes: 1, read: (view, at) => view.getUint8(at) }],
]);

/** A bfloat16 is the upper half of a float32. */
const bfloat16 = (bits: number): number =>
  new Float32Array(new Uint32Array([bits << 16]).buffer)[0] ?? 0;
