import { list } from "../fields.ts";
import { type JoinRule, joinRule, joins } from "../joins.ts";
import { stepList } from "../part.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { type Named, partsOf } from "./named.ts";

/**
 * The product of parts (Keras's `Multiply`): each part, a list of steps, works on the same input, and
 * their outputs are multiplied number by number. Their shapes must agree; rows and columns of size 1
 * are repeated: [h, w, c], [1, 1, c] → [h, w, c], which weighs whole channels (the squeeze-and-excite
 * block of Hu et al., "Squeeze-and-excitation networks", 2018).
 *
 * @param parts The parts, two or more, and optionally `{ name }` after them; an empty part `[]` passes
 * the input on.
 * @throws {UserError} If there are fewer than two parts, or if a part contains `train` or `evaluate`.
 *
 * @example
 * ```ts
 * import { conv, globalPool, inferShapes, input, multiply, pipeline } from "../mod.ts";
 *
 * const squeeze = [
 *   globalPool({ keepDims: true }),
 *   conv(4, { kernel: 1, activation: "relu" }),
 *   conv(16, { kernel: 1, activation: "sigmoid" }),
 * ] as const;
 * const p = pipeline(input(8, 8, 16), multiply([], squeeze));
 * console.assert(inferShapes(p)[1]?.shape.join("x") === "8x8x16");
 * ```
 */
export function multiply<const P extends readonly (readonly Step[] | Named)[]>(
  ...parts: P
): Step<JoinRule<"multiply", P>> {
  return multiply.definition.create(partsOf(parts));
}

/** @internal */
multiply.definition = defineStep(
  "multiply",
  { parts: list(stepList, 2) },
  ({ parts }) => joinRule("multiply", joins.multiply, parts),
);
