/**
 * Weights for a page: as few bytes as the numbers that it shows permit. A compact file is a
 * safetensors file. A kernel of type I8 has the scales of its output channels (its last axis) beside
 * it, `conv1/kernel.scale`: the whole number q of channel c means q · scale[c]. Kernels of type F16 and
 * all other weights mean what they say.
 */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Weights } from "./initial_weights.ts";
import { decodeSafetensors, type Encodable, encodeSafetensors } from "./safetensors.ts";

/** How kernels are kept, from the fewest bytes to the most. */
export const precisions = ["int8", "float16", "float32"] as const;
export type Precision = typeof precisions[number];

const SCALE = ".scale";
/** Whole numbers from −127 to 127, so that a kernel and its negative are kept alike. */
const LARGEST_INT8 = 127;
const LARGEST_FLOAT16 = 65504;

/**
 * Encodes weights for a page. Biases and other vectors are kept as they are: they are few. So are
 * kernels with numbers that 16 bits cannot hold.
 *
 * A number of a kernel changes by at most 1/254 of the largest one of its output channel in 8 bits,
 * and by at most 1/2048 of itself (or 2⁻²⁵, if that is more) in 16.
 *
 * @throws {RangeError} If a weight is called like the scales of another.
 */
export function encodeCompact(weights: Weights, precision: Precision): Uint8Array<ArrayBuffer> {
  const all: Record<string, Encodable> = {};
  for (const [path, weight] of Object.entries(weights)) {
    if (path.endsWith(SCALE)) throw new RangeError(`Expected another name than ${path}.`);
    if (precision === "float32" || weight.shape.length < 2) all[path] = weight;
    else if (precision === "float16") all[path] = halved(weight);
    else Object.assign(all, inBytes(path, weight));
  }
  return encodeSafetensors(all);
}

function halved({ shape, data }: Tensor): Encodable {
  const fits = data.every((value) => Math.abs(value) <= LARGEST_FLOAT16);
  return { shape, data: fits ? new Float16Array(data) : data };
}

function inBytes(path: string, { shape, data }: Tensor): Record<string, Encodable> {
  const channels = shape.at(-1)!;
  const scales = new Float32Array(channels);
  data.forEach((value, i) => {
    scales[i % channels] = Math.max(scales[i % channels]!, Math.abs(value) / LARGEST_INT8);
  });
  const bytes = Int8Array.from(data, (value, i) => {
    const scale = scales[i % channels]!;
    return scale === 0 ? 0 : Math.round(value / scale);
  });
  return {
    [path]: { shape, data: bytes },
    [path + SCALE]: { shape: [channels], data: scales },
  };
}

/**
 * Decodes the weights of a compact file, by path.
 *
 * @param what Names the file in errors.
 * @throws {UserError} If the file is damaged, or if scales do not belong to a kernel.
 *
 * @example
 * ```ts
 * import { decodeCompact, encodeCompact } from "./compact_weights.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const kernel = { shape: [2, 2], data: Float32Array.of(127, 1, -3, 0.5) };
 * const bytes = encodeCompact({ "dense1/kernel": kernel }, "int8");
 * // The second channel's numbers are multiples of 1/127: 127 and 64 (63.5 rounds up) of them.
 * const { data } = decodeCompact(bytes, "example")["dense1/kernel"]!;
 * assertEquals([...data], [127, 1, -3, Math.fround(64 / 127)]);
 * ```
 */
export function decodeCompact(bytes: Uint8Array, what: string): Record<string, Tensor> {
  const { tensors } = decodeSafetensors(bytes, what);
  const weights: Record<string, Tensor> = {};
  for (const [path, weight] of Object.entries(tensors)) {
    if (!path.endsWith(SCALE)) weights[path] = weight;
  }
  for (const [path, scales] of Object.entries(tensors)) {
    if (!path.endsWith(SCALE)) continue;
    const kernel = weights[path.slice(0, -SCALE.length)];
    const channels = kernel?.shape.at(-1);
    if (!kernel || scales.shape.length !== 1 || scales.shape[0] !== channels) {
      throw new UserError(
        `Cannot read ${what}: expected a kernel with as many output channels as ${
          quoted(path)
        } has ` +
          `numbers (${scales.shape.join("x")}), found ${
            kernel ? kernel.shape.join("x") : "no kernel of that name"
          }. Write the page again.`,
      );
    }
    const { data } = kernel;
    for (let i = 0; i < data.length; i++) data[i] = data[i]! * scales.data[i % channels!]!;
  }
  return weights;
}

/**
 * Encodes weights with the lowest precision that changes nothing that the page shows.
 *
 * @param shown What the page shows with given weights: the texts, such as "Sneaker 93 %".
 */
export async function encodeForPage(
  weights: Weights,
  shown: (weights: Weights) => Promise<readonly string[]>,
): Promise<{ readonly precision: Precision; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const expected = (await shown(weights)).join("\n");
  for (const precision of precisions) {
    const bytes = encodeCompact(weights, precision);
    const found = await shown(decodeCompact(bytes, "the page's weights"));
    if (found.join("\n") === expected) return { precision, bytes };
  }
  throw new RangeError("Expected the same texts for the same weights, found others.");
}
