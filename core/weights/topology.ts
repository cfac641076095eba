/** What a model's description says besides its weights. It is looked at, never executed. */
import { isRecord } from "../base/json.ts";

/** Deeper than any model's description nests; a file beyond it is refused, not followed. */
const MAX_DEPTH = 100;

/**
 * Refuses a model with a Lambda layer: Keras stores Python byte code there, so what the weights
 * around it mean is for nobody to know. `fail` throws the error.
 */
export function refuseLambda(
  topology: unknown,
  fail: (problem: string) => never,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) fail(`its description nests deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(topology)) topology.forEach((inner) => refuseLambda(inner, fail, depth + 1));
  if (!isRecord(topology)) return;
  if (topology["class_name"] === "Lambda") {
    fail("it has a Lambda layer, whose code is not run here, use a model without");
  }
  for (const inner of Object.values(topology)) refuseLambda(inner, fail, depth + 1);
}
