/**
 * Writes protocol buffers, as far as an ONNX file needs them: numbers, strings, bytes and nested
 * messages. The alternative, `onnx-proto`, is a megabyte of generated code for the eight messages
 * that a model uses.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */

/** Encoded bytes in pieces, so that large arrays are copied only once, at the end. */
export interface Encoded {
  readonly length: number;
  readonly pieces: readonly Uint8Array[];
}

const Wire = { Varint: 0, Delimited: 2, Fixed32: 5 } as const;

const utf8 = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  // Seven bits at a time, lowest first; division, since bit operations stop at 32 bits.
  for (let rest = value; rest >= 0; rest = rest < 128 ? -1 : Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : rest % 128 + 128);
  }
  return bytes;
}

const tag = (field: number, wire: number) => varint(field * 8 + wire);

const encoded = (...pieces: Uint8Array[]): Encoded => ({
  length: pieces.reduce((sum, piece) => sum + piece.length, 0),
  pieces,
});

/** An integer; a negative one takes ten bytes, as the two's complement of 64 bits. */
export function int(field: number, value: number): Encoded {
  if (value >= 0) return encoded(Uint8Array.from([...tag(field, Wire.Varint), ...varint(value)]));
  const bytes = tag(field, Wire.Varint);
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  return encoded(Uint8Array.from([...bytes, Number(rest)]));
}

/** A 32-bit float. */
export function float(field: number, value: number): Encoded {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setFloat32(0, value, true);
  return encoded(Uint8Array.from([...tag(field, Wire.Fixed32), ...four]));
}

/** Raw bytes. */
export const bytes = (field: number, value: Uint8Array): Encoded =>
  encoded(Uint8Array.from([...tag(field, Wire.Delimited), ...varint(value.length)]), value);

/** A string in UTF-8. */
export const text = (field: number, value: string): Encoded => bytes(field, utf8.encode(value));

/** A message made of encoded fields. */
export function message(field: number, ...fields: readonly Encoded[]): Encoded {
  const length = fields.reduce((sum, part) => sum + part.length, 0);
  const head = Uint8Array.from([...tag(field, Wire.Delimited), ...varint(length)]);
  return {
    length: head.length + length,
    pieces: [head, ...fields.flatMap((part) => part.pieces)],
  };
}

/** Everything in one array. */
export function join(parts: readonly Encoded[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    for (const piece of part.pieces) {
      all.set(piece, at);
      at += piece.length;
    }
  }
  return all;
}
