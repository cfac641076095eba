/** What `train` and `evaluate` share: what a loss needs from the last layer. */
import type { Activation, LastActivation, Squeezing } from "../activations.ts";
import { UserError } from "../errors.ts";
import {
  type ActivationOf,
  needInput,
  type NeedsInput,
  type NeedsVector,
  needVector,
  type ShapeOf,
  type VectorSpec,
} from "../shape.ts";
import { rule, type TensorSpec, type TypeRule } from "../step.ts";
import type { Loss, Scores } from "../training.ts";

/** The type rule of a step whose loss needs the scores `S`; it keeps the spec of its input. */
export interface ScoresRule<Kind extends string, S extends Scores> extends TypeRule {
  /** @internal */
  readonly out: ShapeOf<this["in"]> extends readonly [] ? NeedsInput<Kind>
    : S extends "anything" ? this["in"]
    : S extends "probabilities" | "logits"
      ? this["in"] extends VectorSpec<1, infer N extends number>
        ? number extends N ? Ending<Kind, S, this["in"]>
        : N extends 0 | 1 | 2 ? Ending<Kind, S, this["in"]>
        : OnePerClass<Kind, 1, N>
      : Ending<Kind, S, this["in"]>
    : this["in"] extends VectorSpec<infer L extends number, infer N extends number>
      ? number extends L | N ? Ending<Kind, S, this["in"]>
      : N extends 0 | L ? Ending<Kind, S, this["in"]>
      : OnePerClass<Kind, L, N>
    : NeedsVector<Kind, this["in"]>;
}

type OnePerClass<Kind extends string, L extends number, N extends number> =
  `${Kind}: the last step gives ${L} scores, but the data set has ${N} classes; give one score per class`;

/** The spec `I` if its last activation, where the compiler knows it, suits the loss. */
type Ending<Kind extends string, S extends Scores, I> = ActivationOf<I> extends
  infer A extends LastActivation ? Activation extends A ? I
  : S extends "one score per class" ? I
  : A extends `${Squeezing} after ${Squeezing}`
    ? `${Kind}: the steps before end in ${A}; leave out one of the two`
  : S extends "logits" | "one logit per class"
    ? A extends Squeezing
      ? `${Kind}: the loss takes logits, but the last step ends in ${A}; leave out ${A} or fromLogits`
    : I
  : A extends "softmax" ? I extends VectorSpec<1, number> ? AlwaysOne<Kind> : I
  : S extends "probabilities" ? A extends "sigmoid" ? I
    : `${Kind}: the loss takes probabilities, but the last step ends in ${A}; end it in sigmoid, or give the loss { fromLogits: true }`
  : A extends "sigmoid"
    ? `${Kind}: the loss takes probabilities that sum to 1, but the last step ends in sigmoid; end it in softmax, or use binaryCrossentropy()`
  : `${Kind}: the loss takes probabilities, but the last step ends in ${A}; end it in softmax, or give the loss { fromLogits: true }`
  : I;

type AlwaysOne<Kind extends string> =
  `${Kind}: the softmax of 1 score is always 1; end the last step in sigmoid, with binaryCrossentropy()`;

/**
 * Checks that the input has as many scores as the loss needs, and that they come out of an activation
 * that suits it. Where the activation is not known, any will do.
 *
 * @throws {UserError} If they do not fit the loss.
 */
export function needScores(kind: string, loss: Loss, input: TensorSpec): void {
  needInput(kind, input);
  const { scores, needs } = loss[rule];
  const needed = scores(input.classes);
  const vector = needed !== undefined;
  const count = vector ? needVector(kind, input) : input.shape.length === 1 ? input.shape[0] : NaN;
  // A loss over probabilities of a yes and a no suits one score, unless the data has more classes.
  const classes = vector ? needed : needs && count === 1 && input.classes > 2 ? input.classes : 0;
  if (classes > 0 && count !== undefined && (count < classes || count > classes)) {
    throw new UserError(
      `${kind}: the last step gives ${count} scores, but the data set has ${classes} classes; give one score per class`,
    );
  }
  const { activation } = input;
  if (!needs || !activation) return;
  if (activation.includes(" after ")) {
    throw new UserError(`${kind}: the steps before end in ${activation}; leave out one of the two`);
  }
  const squeezed = activation === "softmax" || activation === "sigmoid";
  if (needs.numbers === "logits") {
    if (!squeezed) return;
    throw new UserError(
      `${kind}: the loss takes logits, but the last step ends in ${activation}; leave out ${activation} or fromLogits`,
    );
  }
  if (activation === "softmax" && count === 1) {
    throw new UserError(
      `${kind}: the softmax of 1 score is always 1; end the last step in sigmoid, with binaryCrossentropy()`,
    );
  }
  if (activation === "softmax" || activation === needs.activation) return;
  throw new UserError(
    activation === "sigmoid"
      ? `${kind}: the loss takes probabilities that sum to 1, but the last step ends in sigmoid; end it in softmax, or use binaryCrossentropy()`
      : `${kind}: the loss takes probabilities, but the last step ends in ${activation}; end it in ${needs.activation}, or give the loss { fromLogits: true }`,
  );
}
