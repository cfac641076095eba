import { list } from "../fields.ts";
import { type JoinRule, joinRule, joins } from "../joins.ts";
import { stepList } from "../part.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { type Named, partsOf } from "./named.ts";

/**
 * The mean of parts (Keras's `Average`): each part, a list of steps, works on the same input, and the
 * mean of their outputs is taken number by number. Their shapes must agree; rows and columns of size 1
 * are repeated.
 *
 * @param parts The parts, two or more, and optionally `{ name }` after them; an empty part `[]` passes
 * the input on.
 * @throws {UserError} If there are fewer than two parts, or if a part contains `train` or `evaluate`.
 *
 * @example
 * ```ts
 * import { average, inferShapes, input, pipeline, pool } from "../mod.ts";
 *
 * const p = pipeline(input(8, 8, 3), average([pool(2)], [pool(2, { kind: "mean" })]));
 * console.assert(inferShapes(p)[1]?.shape.join("x") === "4x4x3");
 * ```
 */
export function average<const P extends readonly (readonly Step[] | Named)[]>(
  ...parts: P
): Step<JoinRule<"average", P>> {
  return average.definition.create(partsOf(parts));
}

/** @internal */
average.definition = defineStep(
  "average",
  { parts: list(stepList, 2) },
  ({ parts }) => joinRule("average", joins.average, parts),
);
