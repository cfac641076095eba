/** The one engine of a page, opened when a figure first computes. */
import type { Engine } from "../engine/engine.ts";
import { loopsEngine } from "../engine/loops.ts";
import { simdEngine } from "../engine/simd/engine/engine.ts";

/**
 * A function that gives the same engine at each call: `simd`, or `loops` where WebAssembly is refused.
 * Opening takes some milliseconds, so a page that computes nothing opens none.
 */
export function lazyEngine(): () => Engine {
  let engine: Engine | undefined;
  return () => engine ??= simdEngine("page") ?? loopsEngine("page");
}
