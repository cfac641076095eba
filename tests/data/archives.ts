/** Writes NumPy arrays and zip archives for tests. */
import { crc32 } from "node:zlib";

/** An array as NumPy saves it. */
export function npy(
  dtype: string,
  shape: readonly number[],
  data: Uint8Array,
  fortran = false,
): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${dtype}', 'fortran_order': ${
    fortran ? "True" : "False"
  }, 'shape': (${sizes}), }`;
  const padded = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + "\n";
  const length = [padded.length & 255, padded.length >> 8];
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, ...length);
  return joined([magic, new TextEncoder().encode(padded), data]);
}

/** A zip archive; `pack` deflates the files. */
export function zip(
  files: Readonly<Record<string, Uint8Array>>,
  pack?: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const text = new TextEncoder().encode(name);
    const packed = pack ? pack(bytes) : bytes;
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(4, pack ? 8 : 0, true);
    common.setUint32(10, crc32(bytes), true);
    common.setUint32(14, packed.length, true);
    common.setUint32(18, bytes.length, true);
    common.setUint16(22, text.length, true);
    const shared = new Uint8Array(common.buffer);
    const place = new DataView(new ArrayBuffer(14));
    place.setUint32(10, at, true);
    const local = joined([Uint8Array.of(0x50, 0x4b, 3, 4), shared, text, packed]);
    list.push(joined([
      Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0),
      shared,
      new Uint8Array(place.buffer),
      text,
    ]));
    parts.push(local);
    at += local.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, list.length, true);
  end.setUint16(10, list.length, true);
  end.setUint32(12, list.reduce((sum, { length }) => sum + length, 0), true);
  end.setUint32(16, at, true);
  return joined([...parts, ...list, new Uint8Array(end.buffer)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
