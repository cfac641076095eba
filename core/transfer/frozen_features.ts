/** Transfer learning in a lab: the frozen half computed once, the other to be trained on it. */
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

/** A pipeline in two halves, and what the first makes of the examples. */
export interface FrozenFeatures extends FrozenSplit, Omit<Features, "file"> {}

/** What computing the frozen half needs. */
export interface FrozenSettings extends Pick<FeatureOptions, "cacheDir" | "onProgress"> {
  readonly engine: Engine;
  /** The weights of the frozen half. */
  readonly weights: (prefix: Steps) => Promise<Weights>;
}

/**
 * Cuts a pipeline behind its last frozen step and computes what stands before the cut for `x`, or
 * reads it where it is kept. Keeps nothing in a cache that may not be written.
 *
 * Throws a UserError if no step is frozen, or if x doesn't fit the pipeline.
 */
export async function frozenFeatures(
  pipeline: Steps,
  x: ExampleArray,
  { engine, weights, cacheDir = defaultCacheDir(), onProgress }: FrozenSettings,
): Promise<FrozenFeatures> {
  const parts = splitFrozen(pipeline);
  if (!parts) {
    throw new UserError(
      "Cannot compute features: expected a frozen step before those that learn, such as " +
        "pretrained(…), found none.",
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
