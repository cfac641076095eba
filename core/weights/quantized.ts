/**
 * Weights in 8 bits in a safetensors file. A tensor `conv2d/kernel` of type U8 has two scalars of
 * type F32 beside it, `conv2d/kernel.scale` and `conv2d/kernel.offset`; each byte q means the number
 * offset + scale·q. A tensor without these scalars is not quantised.
 */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { type Encodable, encodeSafetensors } from "./safetensors.ts";
import type { Tensor } from "../graph/tensor.ts";

/** A tensor of bytes; each byte q means the number offset + scale·q. */
export interface Quantized {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
  readonly scale: number;
  readonly offset: number;
}

/** Encodes quantised tensors, with their scales and offsets, as a safetensors file. */
export function encodeQuantized(
  tensors: Readonly<Record<string, Quantized>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const scalar = (value: number): Encodable => ({ shape: [], data: Float32Array.of(value) });
  const all: Record<string, Encodable> = {};
  for (const [name, { shape, data, scale, offset }] of Object.entries(tensors)) {
    all[name] = { shape, data };
    all[`${name}.scale`] = scalar(scale);
    all[`${name}.offset`] = scalar(offset);
  }
  return encodeSafetensors(all, metadata);
}

/**
 * Replaces the bytes of quantised tensors by the numbers they mean, in place; other tensors stay
 * unchanged. Scales and offsets are left out of the result.
 *
 * @param what Names the file in errors.
 * @throws {UserError} If a scale or an offset is no finite scalar, or if the other one or the tensor
 * is missing.
 *
 * @example
 * ```ts
 * import { decodeSafetensors } from "./safetensors.ts";
 * import { dequantized, encodeQuantized } from "./quantized.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const kernel = { shape: [3], data: Uint8Array.of(0, 1, 255), scale: 0.5, offset: -1 };
 * const { tensors } = decodeSafetensors(encodeQuantized({ kernel }), "example");
 * assertEquals([...dequantized(tensors, "example")["kernel"]!.data], [-1, -0.5, 126.5]);
 * ```
 */
export function dequantized(
  tensors: Readonly<Record<string, Tensor>>,
  what: string,
): Record<string, Tensor> {
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read ${what}: ${problem}. Save or download the file again.`);
  };
  const found = new Map(Object.entries(tensors));
  const scalar = (name: string): number => {
    const { shape, data } = found.get(name) ??
      fail(`expected a tensor ${quoted(name)}, found none`);
    const value = data[0] ?? NaN;
    if (shape.length > 0 || !Number.isFinite(value)) {
      fail(
        `expected one finite number in ${quoted(name)}, found ${
          shape.length > 0 ? `shape [${shape}]` : value
        }`,
      );
    }
    return value;
  };
  const plain: Record<string, Tensor> = {};
  for (const [name, tensor] of found) {
    const [, base] = /^(.*)\.(scale|offset)$/.exec(name) ?? [];
    if (base !== undefined) {
      if (!found.has(base)) {
        fail(`expected a tensor ${quoted(base)} for ${quoted(name)}, found none`);
      }
    } else if (found.has(`${name}.scale`) || found.has(`${name}.offset`)) {
      const scale = scalar(`${name}.scale`);
      const offset = scalar(`${name}.offset`);
      const { data } = tensor;
      // A plain loop in place: calling a function for each of millions of numbers takes a second.
      for (let i = 0; i < data.length; i++) data[i] = offset + scale * data[i]!;
      plain[name] = tensor;
    } else plain[name] = tensor;
  }
  return plain;
}
