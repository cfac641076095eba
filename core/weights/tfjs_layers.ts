/** Reads the weights of a TensorFlow.js layers model: `model.json` and its shards. */
import { dirname } from "node:path";
import { UserError } from "../base/errors.ts";
import { depthOf, MAX_DEPTH } from "../base/json.ts";
import { visible } from "../base/quoted.ts";
import { grouped } from "../base/numbers.ts";
import { reason, type UserFile } from "../data/read.ts";
import { sizeOf } from "../graph/tensor.ts";
import type { StoredTensor, StoredWeights } from "./stored_weights.ts";
import { type TfjsGroup, tfjsGroups, type TfjsWeight } from "./tfjs_manifest.ts";

/**
 * Opens a layers model. The lengths of its shards are compared with `model.json` before any of them
 * is read.
 *
 * @param file The `model.json`.
 * @throws {UserError} If `model.json` is malformed, or if a shard is missing or has another length.
 */
export async function openTfjs(file: UserFile): Promise<StoredWeights> {
  const { name: what, bytes } = file;
  const groups = tfjsGroups(parse(bytes, what), what);
  const tensors = new Map<string, StoredTensor>();
  for (const group of groups) {
    const data = await readGroup(group, what);
    for (const weight of group.weights) {
      tensors.set(weight.name, {
        shape: weight.shape,
        read: () => Promise.resolve(numbers(weight, data)),
      });
    }
  }
  return { what, tensors, [Symbol.dispose]() {} };
}

function parse(bytes: Uint8Array, what: string): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (depthOf(text) > MAX_DEPTH) {
      throw new UserError(
        `Cannot read ${what}: expected a description of at most ${MAX_DEPTH} levels, found more. ` +
          "Save or download the file again.",
      );
    }
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Cannot read ${what}: expected JSON (UTF-8), found other bytes. Save or download the file again.`,
    );
  }
}

async function readGroup({ paths, bytes }: TfjsGroup, what: string): Promise<Uint8Array> {
  const files = paths.map((path) => `${dirname(what)}/${path}`);
  let found = 0;
  for (const path of files) found += await lengthOf(path, what);
  if (found !== bytes) {
    throw new UserError(
      `Cannot read ${what}: expected ${grouped(bytes)} bytes in ${
        visible(paths.slice(0, 5).join(", "))
      }, ` +
        `found ${grouped(found)}. Download the files again.`,
    );
  }
  const data = new Uint8Array(bytes);
  let at = 0;
  for (const path of files) {
    const part = await Deno.readFile(path);
    data.set(part, at);
    at += part.length;
  }
  return data;
}

async function lengthOf(path: string, what: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    throw new UserError(`Cannot read ${visible(path)}, which ${what} names: ${reason(error)}.`);
  }
}

/** The numbers of a weight, from the bytes of its group. */
function numbers({ shape, encoding, begin, quantized }: TfjsWeight, data: Uint8Array) {
  const view = new DataView(data.buffer, data.byteOffset);
  const { min, scale } = quantized ?? { min: 0, scale: 1 };
  return Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => min + scale * encoding.read(view, begin + i * encoding.bytes),
  );
}
