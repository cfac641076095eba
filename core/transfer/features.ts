/**
 * Computes the features that a frozen base gives for examples, and caches them on disk: every epoch
 * of training a head on top would compute the same ones.
 */
import { UserError } from "../base/errors.ts";
import { inferShapes, type Pipeline, pipeline, type Steps, weightsOf } from "../../dsl/pipeline.ts";
import { input } from "../../dsl/steps/input.ts";
import { rule, type TensorSpec } from "../../dsl/step.ts";
import { build } from "../model/build.ts";
import { defaultCacheDir } from "../data/paths.ts";
import type { Engine } from "../engine/engine.ts";
import { FeatureCache } from "./feature_cache.ts";
import { program } from "../graph/program.ts";
import { sha256, sha256Stream } from "../base/hash.ts";
import { multiplications } from "../model/cost.ts";
import { Model } from "../model/model.ts";
import { sizeOf, type Tensor } from "../graph/tensor.ts";
import type { Weights } from "../weights/initial_weights.ts";

/** Examples per call of the engine. */
const BATCH = 32;

/**
 * From this many multiplications on, for all examples together, the base is compiled as frozen. For
 * InceptionV3 up to mixed7 (1.8e8 multiplications per image of 75x75) the engine native then takes
 * 0.12 s longer to prepare and saves 1.6 ms per image, so that it pays from 75 images on.
 */
const FROZEN_PAYS = 1.5e10;

/** A pipeline in two: a frozen base, computed once per example, and a head, trained on its features. */
export interface FrozenSplit {
  /** From the source to the last frozen step. */
  readonly base: Pipeline<TensorSpec>;
  /** From an `input` of the base's output shape to the last step. */
  readonly head: Pipeline<TensorSpec>;
}

/** Examples without targets: [count, …] bytes or floats, one example after the other. */
export interface ExampleArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array | Float32Array;
}

/** How features are computed and cached. */
export interface FeatureOptions {
  readonly engine: Engine;
  /** The base's weights, by path. */
  readonly weights: Weights;
  /** The cache's folder, which gets a folder `features/`; false for no cache. */
  readonly cacheDir?: string | false;
  /** Called with the number of examples that are done. */
  readonly onProgress?: (done: number, count: number) => void;
  /** Stops after the current batch; features that were computed stay in the cache. */
  readonly signal?: AbortSignal;
}

/** Features, and how many were computed in which time. */
export interface Features {
  /** [count, …], rounded to half precision: 11 bits, a relative error of at most 2⁻¹¹. */
  readonly features: Tensor;
  /** The number of examples that were computed; the others were in the cache, or occur twice. */
  readonly computed: number;
  readonly seconds: number;
  /** The file of the cache; undefined without one. */
  readonly file: string | undefined;
}

/**
 * Splits a pipeline after its last frozen step, up to which nothing learns and nothing is random, so
 * that the base gives the same features in every epoch.
 *
 * @returns Undefined if there is no such step.
 *
 * @example
 * ```ts
 * import { adam, dense, flatten, input, meanSquaredError, pipeline, pretrained, train } from "../../dsl/mod.ts";
 * import { splitFrozen } from "./features.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { base, head } = splitFrozen(pipeline(
 *   input(75, 75, 3), pretrained("inception-v3", { until: "mixed7" }),
 *   flatten(), dense(1), train({ epochs: 5, optimizer: adam(), loss: meanSquaredError() }),
 * ))!;
 * assertEquals([base.steps.length, head.steps[0]?.kind], [2, "input"]);
 * ```
 */
export function splitFrozen(whole: Steps): FrozenSplit | undefined {
  const { steps } = whole;
  for (let end = steps.length; end > 1; end--) {
    if (!steps[end - 1]?.[rule].freezes) continue;
    const base = pipeline(...steps.slice(0, end));
    const built = build(base, 1, { training: true });
    if (built.trainable.length + built.updates.size > 0 || draws(base, true)) continue;
    const { shape, classes } = inferShapes(base).at(-1)!;
    const first = input.definition.create({ shape, classes });
    return { base, head: pipeline(first, ...steps.slice(end)) };
  }
  return undefined;
}

const draws = (steps: Steps, training = false): boolean =>
  program({ y: build(steps, 1, { training }).output }).draws.length > 0;

/**
 * Computes the features of each example. The cache's key covers everything on which they depend: the
 * base's steps and weights, the engine and its version, and the bytes of each example. Features in the
 * cache are read; the others are computed in batches of 32 and added to it. All are rounded to half
 * precision, so that the first run gives the same as later ones.
 *
 * @param base A pipeline that begins with `input`.
 * @param x [count, …], of the base's input shape.
 * @throws {UserError} If the examples have another shape, or if the base draws random numbers.
 */
export async function features(
  base: Steps,
  x: ExampleArray,
  { engine, weights, cacheDir = defaultCacheDir(), onProgress, signal }: FeatureOptions,
): Promise<Features> {
  const began = performance.now();
  const [enters, ...gives] = inferShapes(base);
  const shape = (gives.at(-1) ?? enters)?.shape ?? [];
  const [count = 0, ...found] = x.shape;
  if (found.join() !== enters?.shape.join()) {
    throw new UserError(
      `Cannot compute features: expected examples of ${enters?.shape.join("x")}, ` +
        `found ${found.join("x")}. Give examples of the shape of the pipeline's first step.`,
    );
  }
  if (draws(base)) {
    throw new UserError(
      "Cannot compute features: expected steps that give the same result every time, found one " +
        "that draws random numbers. Remove it, or cut the pipeline before it.",
    );
  }
  const row = sizeOf(shape);
  const result = new Float32Array(count * row);
  const waiting = new Map<string, number[]>();
  const size = sizeOf(found);
  for (let i = 0; i < count; i++) {
    const name = sha256(bytesOf(x.data.subarray(i * size, (i + 1) * size)));
    waiting.set(name, [...waiting.get(name) ?? [], i]);
  }
  const take = (name: string, values: Float16Array) => {
    for (const i of waiting.get(name) ?? []) result.set(values, i * row);
    waiting.delete(name);
  };
  // All examples count, not only those that are missing: what is in the cache must change no bit.
  const frozen = count * multiplications(base) >= FROZEN_PAYS;
  const key = keyOf(base, weights, engine, x.data, frozen);
  const file = cacheDir === false ? undefined : `${cacheDir}/features/${key}.f16`;
  const cache = file === undefined ? undefined : new FeatureCache(file, row);
  await cache?.read((name) => waiting.has(name), take);
  const missing = [...waiting].map(([name, [first = 0]]) => ({ name, first }));
  onProgress?.(count - missing.length, count);
  const model = new Model(base, engine, weights);
  try {
    for (let at = 0; at < missing.length; at += BATCH) {
      signal?.throwIfAborted();
      const batch = missing.slice(at, at + BATCH);
      // A frozen base is prepared for one size of batch only: the last batch ends with zeros.
      const entries = frozen ? BATCH : batch.length;
      const rows = new Float32Array(entries * size);
      batch.forEach(({ first }, k) =>
        rows.set(x.data.subarray(first * size, (first + 1) * size), k * size)
      );
      const { data } = await model.predict({ shape: [entries, ...found], data: rows }, { frozen });
      const made = batch.map(({ name }, k) => ({
        name,
        values: new Float16Array(data.subarray(k * row, (k + 1) * row)),
      }));
      await cache?.add(made);
      for (const { name, values } of made) take(name, values);
      onProgress?.(count - missing.length + at + batch.length, count);
    }
  } finally {
    await model.close();
  }
  return {
    features: { shape: [count, ...shape], data: result },
    computed: missing.length,
    seconds: (performance.now() - began) / 1000,
    file,
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** The cache's key: a hash of everything on which features depend, except the examples. */
function keyOf(
  base: Steps,
  weights: Weights,
  engine: Engine,
  data: ExampleArray["data"],
  frozen: boolean,
): string {
  const hash = sha256Stream();
  const type = data instanceof Uint8Array ? "bytes" : "floats";
  hash.update(JSON.stringify([base, type, engine.name, engine.version]));
  if (frozen) hash.update("\nfrozen");
  for (const { path } of weightsOf(base)) {
    hash.update(`\n${path}\n`).update(bytesOf(weights[path]?.data ?? new Float32Array()));
  }
  return hash.digest("hex");
}
