/**
 * The ways to join parts number by number, one entry per way; `branches`, which joins them along the
 * channels, has a rule of its own.
 */
import { UserError } from "./errors.ts";
import type { Ops, Value } from "./ops.ts";
import { type PartOutput, partOutput } from "./part.ts";
import { needInput, type NeedsInput, type ShowShape, showShape } from "./shape.ts";
import type { Step, StepRule, TensorSpec, TypeRule } from "./step.ts";

/** One way to join values of the same shape number by number. */
export interface Join {
  /** Keras's name of the layer. */
  readonly layer: string;
  /** Joins two or more values; sizes of 1 are repeated as in NumPy. */
  readonly forward: (ops: Ops, values: readonly Value[]) => Value;
}

/** The name of a way to join. */
export type JoinName = "add" | "multiply" | "average" | "maximum";

const fold = (values: readonly Value[], two: (a: Value, b: Value) => Value): Value =>
  values.reduce(two);

/** The ways to join, by name. */
export const joins: Readonly<Record<JoinName, Join>> = {
  add: { layer: "Add", forward: (ops, values) => fold(values, ops.add) },
  multiply: { layer: "Multiply", forward: (ops, values) => fold(values, ops.mul) },
  average: {
    layer: "Average",
    forward: (ops, values) => ops.mul(fold(values, ops.add), ops.constant(1 / values.length)),
  },
  maximum: { layer: "Maximum", forward: (ops, values) => fold(values, ops.maximum) },
};

/** The size that two sizes make: equal ones, or 1 and any other; `never` if they do not fit. */
type Meet<A extends number, B extends number> = number extends A ? B extends 1 ? A : B
  : A extends B ? A
  : number extends B ? A extends 1 ? number : A
  : A extends 1 ? B
  : B extends 1 ? A
  : never;
/** The same for channels, which must be equal. */
type Equal<A extends number, B extends number> = number extends A ? B
  : A extends B ? A
  : number extends B ? A
  : never;

/** The shape that two shapes make, or "no". */
type MeetShapes<A, B> = A extends
  readonly [infer H extends number, infer W extends number, infer C extends number]
  ? B extends readonly [infer U extends number, infer V extends number, infer D extends number]
    ? [Meet<H, U>] extends [never] ? "no"
    : [Meet<W, V>] extends [never] ? "no"
    : [Equal<C, D>] extends [never] ? "no"
    : readonly [Meet<H, U>, Meet<W, V>, Equal<C, D>]
  : "no"
  : A extends readonly [infer L extends number]
    ? B extends readonly [infer M extends number] ? [Equal<L, M>] extends [never] ? "no"
      : readonly [Equal<L, M>]
    : "no"
  : unknown;

/** What a message calls part `N`. */
type Part<Kind extends string, N extends number> = Kind extends "residual"
  ? N extends 1 ? "the body" : "the shortcut"
  : `part ${N}`;

type Advice<Kind extends string> = Kind extends "residual"
  ? "; give a shortcut that changes the shape as the body does"
  : "; their shapes must agree, but for rows and columns of size 1";

/** The error of parts whose shapes differ. */
type Differ<Kind extends string, A, B, N extends number> = `${Kind}: ${Part<
  Kind,
  1
>} gives ${ShowShape<A>}, but ${Part<Kind, N>} gives ${ShowShape<B>}${Advice<Kind>}`;

/** Goes through the parts: `F` is the output of the first, `S` the shape that they make so far. */
type JoinParts<Kind extends string, I, P, F = never, S = never, At extends readonly 0[] = [0]> =
  P extends readonly [infer H, ...infer R]
    ? H extends readonly Step[]
      ? PartOutput<I, H> extends infer O
        ? O extends TensorSpec
          ? [F] extends [never] ? JoinParts<Kind, I, R, O, O["shape"], [...At, 0]>
          : MeetShapes<S, O["shape"]> extends infer M
            ? M extends "no" ? Differ<Kind, S, O["shape"], At["length"]>
            : JoinParts<Kind, I, R, F, M, [...At, 0]>
          : never
        : O extends string ? `${Kind}: part ${At["length"]}, ${O}`
        : never
      : never
    : JoinParts<Kind, I, R, F, S, At>
    : P extends readonly []
      ? F extends TensorSpec
        ? S extends readonly number[] ? { readonly shape: S; readonly classes: F["classes"] }
        : unknown
      : unknown
    : unknown;

/** The type rule of a step that joins parts number by number. */
export interface JoinRule<Kind extends string, P> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? NeedsInput<Kind>
    : JoinParts<Kind, this["in"], P>;
}

const partName = (kind: string, n: number): string =>
  kind === "residual" ? n === 1 ? "the body" : "the shortcut" : `part ${n}`;

const advice = (kind: string): string =>
  kind === "residual"
    ? "; give a shortcut that changes the shape as the body does"
    : "; their shapes must agree, but for rows and columns of size 1";

/** The rule of a step of this kind that joins the outputs of its parts number by number. */
export function joinRule(
  kind: string,
  { layer, forward }: Join,
  parts: readonly (readonly Step[])[],
): StepRule {
  return {
    layer,
    parts,
    outputSpec(input) {
      needInput(kind, input);
      const outputs = parts.map((steps, p) => partOutput(kind, p, steps, input));
      const shape = outputs.map((output) => output.shape).reduce((made, next, p) => {
        const met = meet(made, next);
        if (met) return met;
        throw new UserError(
          `${kind}: ${partName(kind, 1)} gives ${showShape(made)}, but ${
            partName(kind, p + 1)
          } gives ${showShape(next)}${advice(kind)}`,
        );
      });
      return { shape, classes: outputs[0]?.classes ?? input.classes };
    },
    forward: (x, { ops, run }) => forward(ops, parts.map((_, p) => run(p, x))),
  };
}

/** The shape that two shapes make; undefined if they do not fit. A size of NaN fits any. */
function meet(a: readonly number[], b: readonly number[]): readonly number[] | undefined {
  if (a.length !== b.length) return undefined;
  const sizes = a.map((n, axis) => {
    const other = b[axis] ?? NaN;
    if (n === other || Number.isNaN(other)) return n === 1 && axis < a.length - 1 ? other : n;
    if (Number.isNaN(n)) return other === 1 && axis < a.length - 1 ? n : other;
    if (axis === a.length - 1) return undefined;
    return n === 1 ? other : other === 1 ? n : undefined;
  });
  return sizes.some((n) => n === undefined) ? undefined : sizes as number[];
}
