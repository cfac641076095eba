import { list } from "../fields.ts";
import { type JoinRule, joinRule, joins } from "../joins.ts";
import { stepList } from "../part.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { type Named, partsOf } from "./named.ts";

/**
 * A skip connection: y = body(x) + shortcut(x), where the shortcut is the input itself unless it is
 * given (He et al., "Deep residual learning for image recognition", 2016). The body then only has to
 * learn what to change, and the gradient reaches the steps before it past the body. The shapes of both
 * must agree: [h, w, c] → the shape of the body's output. If the body changes the shape, give a
 * shortcut that does so too, such as `[conv(32, { kernel: 1, stride: 2 })]`.
 *
 * @param body The steps to skip.
 * @param shortcut The steps beside them.
 * @throws {UserError} If a part contains `train` or `evaluate`.
 *
 * @example
 * ```ts
 * import { activate, conv, inferShapes, input, pipeline, residual } from "../mod.ts";
 *
 * const three = () => conv(16, { kernel: 3, padding: "same" });
 * const p = pipeline(input(8, 8, 16), residual([three(), activate("relu"), three()]), activate("relu"));
 * console.assert(inferShapes(p)[1]?.shape.join("x") === "8x8x16");
 * ```
 */
export function residual<
  const B extends readonly Step[],
  const S extends readonly Step[] = readonly [],
>(
  body: B,
  shortcut?: S | Named,
  options: Named = {},
): Step<JoinRule<"residual", readonly [B, S]>> {
  const given = shortcut === undefined ? [] : [shortcut];
  return residual.definition.create(partsOf([body, ...given, options]));
}

/** @internal */
residual.definition = defineStep(
  "residual",
  { parts: list(stepList, 1, 2) },
  ({ parts: [body = [], shortcut = []] }) => joinRule("residual", joins.add, [body, shortcut]),
);
