/** Which trainings are the same: those that give the same weights, to the bit. */
import { rule, type Training } from "../../dsl/step.ts";
import { fromFileUrl } from "../base/paths.ts";
import type { Random } from "../base/random.ts";
import { sha256, sha256Stream } from "../base/hash.ts";
import type { Model } from "../model/model.ts";
import type { Examples } from "./batch.ts";

/**
 * A hash of everything on which the result of a training depends: the pipeline and its weights before
 * the first update, epochs and batch size, the examples' bytes, the random numbers, the engine with
 * its version, threads and shares, and the versions of Deno and of the packages. Two trainings of the same key
 * are the same after every epoch.
 *
 * @returns 64 hexadecimal digits.
 */
export async function checkpointKey(
  model: Model,
  training: Training,
  { count, shape, x, y }: Examples,
  random: Random,
): Promise<string> {
  const { pipeline, source, engine } = model;
  const { trainable, updates } = model.build(1, true);
  const stream = random.fork("checkpoint key");
  const hash = sha256Stream().update(JSON.stringify({
    pipeline,
    source,
    ...{ epochs: training.epochs, batch: training.batchSize },
    ...{ trainable, updates: [...updates.keys()], slots: training.optimizer[rule].slots },
    random: Array.from({ length: 4 }, () => stream.uniform()),
    engine: [engine.name, engine.version, engine.threads, engine.shares ?? 1],
    deno: Deno.version.deno,
    lock: lockHash(),
    examples: [count, shape, ...[x, y].map((data) => [data.constructor.name, data.length])],
  }));
  hash.update(bytesOf(x)).update(bytesOf(y));
  for (const [path, { data }] of Object.entries(await model.weights())) {
    hash.update(`\n${path}\n`).update(bytesOf(data));
  }
  return hash.digest("hex");
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** The SHA-256 of deno.lock; empty where the project is no folder, or where it may not be read. */
function lockHash(): string {
  const url = new URL("../../deno.lock", import.meta.url);
  if (url.protocol !== "file:") return "";
  const path = fromFileUrl(url);
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return "";
  try {
    return sha256(Deno.readFileSync(path));
  } catch {
    return "";
  }
}
