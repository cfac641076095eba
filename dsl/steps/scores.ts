/** What `train` and `evaluate` share: the scores that a loss needs from the last layer. */
import { UserError } from "../errors.ts";
import {
  needInput,
  type NeedsInput,
  type NeedsVector,
  needVector,
  type ShapeOf,
  type VectorSpec,
} from "../shape.ts";
import { rule, type TensorSpec, type TypeRule } from "../step.ts";
import type { Loss, Scores } from "../training.ts";

/** The type rule of a step whose loss needs the scores `S`; it keeps the shape of its input. */
export interface ScoresRule<Kind extends string, S extends Scores> extends TypeRule {
  /** @internal */
  readonly out: ShapeOf<this["in"]> extends readonly [] ? NeedsInput<Kind>
    : S extends "anything" ? this["in"]
    : this["in"] extends VectorSpec<infer L extends number, infer N extends number>
      ? number extends L | N ? this["in"]
      : N extends 0 | L ? this["in"]
      : `${Kind}: the last step gives ${L} scores, but the data set has ${N} classes; give one score per class`
    : NeedsVector<Kind, this["in"]>;
}

/**
 * Checks that the input has as many scores as the loss needs.
 *
 * @throws {UserError} If it has more or fewer.
 */
export function needScores(kind: string, loss: Loss, input: TensorSpec): void {
  needInput(kind, input);
  const needed = loss[rule].scores(input.classes);
  if (needed === undefined) return;
  const scores = needVector(kind, input);
  if (needed > 0 && (scores < needed || scores > needed)) {
    throw new UserError(
      `${kind}: the last step gives ${scores} scores, but the data set has ${needed} classes; give one score per class`,
    );
  }
}
