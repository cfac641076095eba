import { list } from "../fields.ts";
import { type JoinRule, joinRule, joins } from "../joins.ts";
import { stepList } from "../part.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { type Named, partsOf } from "./named.ts";

/**
 * The sum of parts (Keras's `Add`): each part, a list of steps, works on the same input, and their
 * outputs are added number by number. Their shapes must agree; rows and columns of size 1 are
 * repeated: [h, w, c], [h, w, c] or [1, 1, c] → [h, w, c]. `residual` is the usual case of it.
 *
 * @param parts The parts, two or more, and optionally `{ name }` after them; an empty part `[]` passes
 * the input on.
 * @throws {UserError} If there are fewer than two parts, or if a part contains `train` or `evaluate`.
 *
 * @example
 * ```ts
 * import { add, conv, inferShapes, input, pipeline } from "../mod.ts";
 *
 * const p = pipeline(
 *   input(8, 8, 3),
 *   add([conv(4, { kernel: 3, padding: "same" })], [conv(4, { kernel: 1 })]),
 * );
 * console.assert(inferShapes(p)[1]?.shape.join("x") === "8x8x4");
 * ```
 */
export function add<const P extends readonly (readonly Step[] | Named)[]>(
  ...parts: P
): Step<JoinRule<"add", P>> {
  return add.definition.create(partsOf(parts));
}

/** @internal */
add.definition = defineStep(
  "add",
  { parts: list(stepList, 2) },
  ({ parts }) => joinRule("add", joins.add, parts),
);
