/** What the endings share that compute a loss: the scores it needs from the last layer. */
import { UserError } from "../errors.ts";
import {
  needInput,
  type NeedsInput,
  type NeedsVector,
  needVector,
  type ShapeOf,
  type VectorSpec,
} from "../shape.ts";
import { type Loss, rule, type Scores, type TensorSpec, type TypeRule } from "../step.ts";

/** The type rule of an ending whose loss needs the scores `S`: the same goes out as comes in. */
export interface ScoresRule<Kind extends string, S extends Scores> extends TypeRule {
  readonly out: ShapeOf<this["in"]> extends readonly [] ? NeedsInput<Kind>
    : S extends "anything" ? this["in"]
    : this["in"] extends VectorSpec<infer L extends number, infer N extends number>
      ? number extends L | N ? this["in"]
      : N extends 0 | L ? this["in"]
      : `${Kind}: the last step gives ${L} scores, but the data set has ${N} classes; give one score per class`
    : NeedsVector<Kind, this["in"]>;
}

/** Throws a UserError if the loss needs another number of scores than the last step gives. */
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
