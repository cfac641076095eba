/** What the cross-entropies share: the option `fromLogits`. */
import { type Field, flag, withDefault } from "../fields.ts";
import type { TargetRule } from "../training.ts";

/** The options of a cross-entropy. */
export interface CrossentropyOptions<L extends boolean = boolean> {
  /** Whether the last layer gives logits, to which the loss applies softmax or sigmoid; false. */
  readonly fromLogits?: L;
}

/** What the loss needs from the last layer: `Y` from logits, `N` otherwise, `U` if it is not known. */
export type FromLogits<L extends boolean, Y, N, U> = [L] extends [true] ? Y
  : [L] extends [false] ? N
  : U;

/** The fields of a cross-entropy. */
export const fromLogitsField: { readonly fromLogits: Field<boolean> } = {
  fromLogits: withDefault(flag, false),
};

/** Targets that are probabilities. */
export const probabilityTargets: TargetRule = {
  expected: "a number from 0 to 1",
  fits: (value) => value >= 0 && value <= 1,
};

/** Targets that are the numbers of `classes` classes. */
export const classTargets = (classes: number): TargetRule => ({
  expected: `the number of a class, from 0 to ${classes - 1},`,
  fits: (value) => Number.isInteger(value) && value >= 0 && value < classes,
});
