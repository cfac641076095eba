/** Prepares transfer learning: splits a pipeline, and computes the features of its frozen base. */
import { UserError } from "../base/errors.ts";
import type { Steps } from "../../dsl/pipeline.ts";
import { defaultCacheDir } from "../data/paths.ts";
import type { Engine } from "../engine/engine.ts";
import {
  type FeatureOptions,
  type Features,
  features,
  type FrozenSplit,
  splitFrozen,
} from "./features.ts";
import type { ExampleArray } from "./features.ts";
import type { Weights } from "../weights/initial_weights.ts";

/** A pipeline in two, and the features that the base gives for the examples. */
export interface FrozenFeatures extends FrozenSplit, Omit<Features, "file"> {}

/** How the features of the frozen base are computed and cached. */
export interface FrozenSettings extends Pick<FeatureOptions, "cacheDir" | "onProgress"> {
  readonly engine: Engine;
  /** Gets the weights of the frozen base. */
  readonly weights: (base: Steps) => Promise<Weights>;
}

/**
 * Splits a pipeline after its last frozen step, and computes the base's features of `x` or reads them
 * from the cache. Uses no cache if its folder may not be written.
 *
 * @param x [count, …], of the pipeline's input shape.
 * @throws {UserError} If no step is frozen, or if x has another shape.
 */
export async function frozenFeatures(
  pipeline: Steps,
  x: ExampleArray,
  { engine, weights, cacheDir = defaultCacheDir(), onProgress }: FrozenSettings,
): Promise<FrozenFeatures> {
  const parts = splitFrozen(pipeline);
  if (!parts) {
    throw new UserError(
      "Cannot compute features: expected a frozen step before those that learn, found none. Add " +
        "one, such as pretrained(…).",
    );
  }
  const { file: _, ...made } = await features(parts.base, x, {
    engine,
    weights: await weights(parts.base),
    cacheDir: cacheDir !== false && await mayWrite(cacheDir) && cacheDir,
    ...(onProgress && { onProgress }),
  });
  return { ...parts, ...made };
}

async function mayWrite(path: string): Promise<boolean> {
  return (await Deno.permissions.query({ name: "write", path })).state === "granted";
}
