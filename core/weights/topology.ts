/** Checks the description of a model that is stored beside its weights; it is never executed. */
import { isRecord } from "../base/json.ts";

/** Deeper than the description of any model; a deeper one is refused. */
const MAX_DEPTH = 100;

/**
 * Refuses a model with a Lambda layer. Keras stores Python byte code in it, which is not run here, so
 * the weights would belong to another computation.
 *
 * @param fail Throws the error.
 */
export function refuseLambda(
  topology: unknown,
  fail: (problem: string) => never,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) fail(`expected a description of at most ${MAX_DEPTH} levels, found more`);
  if (Array.isArray(topology)) topology.forEach((inner) => refuseLambda(inner, fail, depth + 1));
  if (!isRecord(topology)) return;
  if (topology["class_name"] === "Lambda") {
    fail("expected layers without code, found a Lambda layer");
  }
  for (const inner of Object.values(topology)) refuseLambda(inner, fail, depth + 1);
}
