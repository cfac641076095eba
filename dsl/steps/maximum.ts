import { list } from "../fields.ts";
import { type JoinRule, joinRule, joins } from "../joins.ts";
import { stepList } from "../part.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { type Named, partsOf } from "./named.ts";

/**
 * The largest of parts (Keras's `Maximum`): each part, a list of steps, works on the same input, and
 * the largest of their outputs is taken number by number (Goodfellow et al., "Maxout networks", 2013).
 * Their shapes must agree; rows and columns of size 1 are repeated.
 *
 * @param parts The parts, two or more, and optionally `{ name }` after them; an empty part `[]` passes
 * the input on.
 * @throws {UserError} If there are fewer than two parts, or if a part contains `train` or `evaluate`.
 *
 * @example
 * ```ts
 * import { dense, inferShapes, input, maximum, pipeline } from "../mod.ts";
 *
 * const p = pipeline(input(12), maximum([dense(5)], [dense(5)]));
 * console.assert(inferShapes(p)[1]?.shape.join() === "5");
 * ```
 */
export function maximum<const P extends readonly (readonly Step[] | Named)[]>(
  ...parts: P
): Step<JoinRule<"maximum", P>> {
  return maximum.definition.create(partsOf(parts));
}

/** @internal */
maximum.definition = defineStep(
  "maximum",
  { parts: list(stepList, 2) },
  ({ parts }) => joinRule("maximum", joins.maximum, parts),
);
