/** Builds files and tensors for the tests of safetensors. */
import type { Tensor } from "../../core/graph/tensor.ts";

/** A tensor of this shape and these numbers. */
export const tensor = (shape: number[], ...data: number[]): Tensor => ({
  shape,
  data: new Float32Array(data),
});

/** A file with this header text, followed by these bytes, or by this many zeros. */
export function file(header: string, body: number | number[] = 0): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const bytes = typeof body === "number" ? new Array<number>(body).fill(0) : body;
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return new Uint8Array([...length, ...text, ...bytes]);
}
