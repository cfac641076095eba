import type { Add } from "../arith.ts";
import { UserError } from "../errors.ts";
import { list } from "../fields.ts";
import { type PartOutput, partOutput, stepList } from "../part.ts";
import { type Fits, needInput, type NeedsInput, type ShowShape, showShape } from "../shape.ts";
import type { Step, TensorSpec, TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import { type Named, partsOf } from "./named.ts";

type LastOf<S> = S extends readonly [...readonly number[], infer L extends number] ? L : number;

/** Whether two shapes agree in all but the last size; a size that is not known agrees with any. */
type Agree<A, B> = A extends readonly [...infer X extends readonly number[], number]
  ? B extends readonly [...infer Y extends readonly number[], number] ? Fits<X, Y> : true
  : true;

/** The first part's output with the sum of all channels, `C`; `unknown` if it is not known. */
type Joined<F extends TensorSpec, C extends number> = F["shape"] extends
  readonly [...infer X extends readonly number[], number]
  ? { readonly shape: readonly [...X, C]; readonly classes: F["classes"] }
  : unknown;

/** Goes through the parts: `F` is the output of the first, `C` the sum of the channels so far. */
type Join<I, P, F = never, C extends number = 0, At extends readonly 0[] = [0]> = P extends
  readonly [infer S, ...infer R]
  ? S extends readonly Step[]
    ? PartOutput<I, S> extends infer O
      ? O extends TensorSpec ? [F] extends [never] ? Join<I, R, O, LastOf<O["shape"]>, [...At, 0]>
        : F extends TensorSpec
          ? Agree<F["shape"], O["shape"]> extends true
            ? Join<I, R, F, Add<C, LastOf<O["shape"]>>, [...At, 0]>
          : `branches: part 1 gives ${ShowShape<
            F["shape"]
          >}, but part ${At["length"]} gives ${ShowShape<
            O["shape"]
          >}; their rows and columns must agree`
        : never
      : O extends string ? `branches: part ${At["length"]}, ${O}`
      : never
    : never
  : Join<I, R, F, C, At>
  : P extends readonly [] ? F extends TensorSpec ? Joined<F, C> : unknown
  : unknown;

/** The type rule of `branches`. */
export interface BranchesRule<P> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<"branches">
    : Join<this["in"], P>;
}

/**
 * Parallel parts: each part, a list of steps, works on the same input, and the outputs are
 * concatenated along the channel axis, in the order of the parts (the inception module of Szegedy et
 * al., "Going deeper with convolutions", 2015). Their rows and columns must agree:
 * [h, w, c₁], [h, w, c₂], … → [h, w, c₁ + c₂ + …]; vectors are joined end to end. An empty part `[]`
 * passes the input on.
 *
 * A part may be a `const` (`as const` lets the compiler see its steps) that is used in several
 * pipelines or several times in one; every use has weights of its own. Steps in parts are named and
 * counted as if they stood in one list: conv1, conv2, …
 *
 * @param parts The parts, and optionally `{ name }` after them.
 * @throws {UserError} If there is no part, or if a part contains `train` or `evaluate`.
 *
 * @example
 * ```ts
 * import { branches, conv, inferShapes, input, pipeline, pool } from "../mod.ts";
 *
 * const p = pipeline(
 *   input(28, 28, 192),
 *   branches(
 *     [conv(64, { kernel: 1 })],
 *     [conv(96, { kernel: 1 }), conv(128, { kernel: 3, padding: "same" })],
 *     [pool(3, { stride: 1, padding: "same" }), conv(32, { kernel: 1 })],
 *     { name: "mixed" },
 *   ),
 * );
 * console.assert(inferShapes(p)[1]?.shape.join("x") === "28x28x224");
 * ```
 */
export function branches<const P extends readonly (readonly Step[] | Named)[]>(
  ...parts: P
): Step<BranchesRule<P>> {
  return branches.definition.create(partsOf(parts));
}

/** @internal */
branches.definition = defineStep("branches", { parts: list(stepList) }, ({ parts }) => ({
  layer: "Concatenate",
  parts,
  outputSpec(input) {
    needInput("branches", input);
    const outputs: TensorSpec[] = [];
    for (const [p, steps] of parts.entries()) {
      const output = partOutput("branches", p, steps, input);
      const first = outputs[0]?.shape ?? output.shape;
      if (!agree(first, output.shape)) {
        throw new UserError(
          `branches: part 1 gives ${showShape(first)}, but part ${p + 1} gives ${
            showShape(output.shape)
          }; their rows and columns must agree`,
        );
      }
      outputs.push(output);
    }
    const { shape, classes } = outputs[0] ?? input;
    const channels = outputs.reduce((sum, { shape }) => sum + (shape.at(-1) ?? NaN), 0);
    return { shape: [...shape.slice(0, -1), channels], classes };
  },
  forward(x, { ops, run }) {
    const outputs = parts.map((_, p) => run(p, x));
    return ops.concat(outputs, (outputs[0]?.shape.length ?? 1) - 1);
  },
}));

/** Whether two shapes agree in all but the last size; a size that is not known (NaN) always does. */
function agree(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.slice(0, -1).every((n, axis) => {
    const other = b[axis] ?? NaN;
    return n === other || Number.isNaN(n) || Number.isNaN(other);
  });
}
