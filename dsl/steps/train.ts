import { earlyStopping } from "../early_stopping.ts";
import { UserError } from "../errors.ts";
import { flag, number, optional, wholeNumber, withDefault } from "../fields.ts";
import { sparseCategoricalCrossentropy } from "../losses/mod.ts";
import * as losses from "../losses/mod.ts";
import { adam } from "../optimizers/mod.ts";
import * as optimizers from "../optimizers/mod.ts";
import { rule, type Step } from "../step.ts";
import type { Loss, Optimizer, Scores, Stop } from "../training.ts";
import { defineStep, oneOf } from "../definition.ts";
import type { Named } from "./named.ts";
import { needScores, type ScoresRule } from "./scores.ts";

/** The options of `train`; defaults as in Keras's `fit`, with Adam and class numbers as labels. */
export interface TrainOptions<S extends Scores> extends Named {
  /** How many times every training example is used. */
  readonly epochs: number;
  /** How many examples one update is computed from; 32. */
  readonly batchSize?: number;
  /** The share of the examples kept for validation, taken from the end before any shuffling; 0. */
  readonly validationSplit?: number;
  /** Whether each epoch takes the examples in a new order; true. */
  readonly shuffle?: boolean;
  /** How a gradient changes a weight; `adam()`. */
  readonly optimizer?: Optimizer;
  /** What is minimised; `sparseCategoricalCrossentropy()`. */
  readonly loss?: Loss<S>;
  /** When to end before the last epoch, such as `earlyStopping()`; never by default. */
  readonly stop?: Stop;
}

/**
 * Ends a pipeline: trains the steps before it on the data set, by gradient descent on the mean loss of
 * each batch. With a cross-entropy over classes, the last layer must give one score per class.
 *
 * @throws {UserError} If an option is wrong, or if `stop` watches a validation metric although
 * `validationSplit` is 0.
 *
 * @example
 * ```ts
 * import { adam, dense, flatten, load, normalize, pipeline, train } from "../mod.ts";
 *
 * pipeline(
 *   load("fashion-mnist"), normalize(), flatten(), dense(10, "softmax"),
 *   train({ epochs: 20, optimizer: adam(), validationSplit: 0.25 }),
 * );
 * ```
 */
export function train<const S extends Scores = "one probability per class">(
  options: TrainOptions<S>,
): Step<ScoresRule<"train", S>> {
  return train.definition.create({ ...options });
}

/** @internal */
train.definition = defineStep("train", {
  epochs: wholeNumber(),
  batchSize: withDefault(wholeNumber(), 32),
  validationSplit: withDefault(number({ from: 0, below: 1 }), 0),
  shuffle: withDefault(flag, true),
  optimizer: withDefault(
    oneOf<Optimizer>("an optimizer", Object.values(optimizers).map(({ definition }) => definition)),
    adam(),
  ),
  loss: withDefault(
    oneOf<Loss>("a loss", Object.values(losses).map(({ definition }) => definition)),
    sparseCategoricalCrossentropy(),
  ),
  stop: optional(oneOf<Stop>("a rule that ends training", [earlyStopping.definition])),
}, (training, path) => {
  const monitor = training.stop?.[rule].monitor ?? "";
  if (monitor.startsWith("val_") && training.validationSplit === 0) {
    throw new UserError(
      `${path}.stop: ${monitor} needs validation examples; set validationSplit above 0 or monitor ${
        monitor.slice("val_".length)
      }`,
    );
  }
  return {
    training,
    outputSpec(input) {
      needScores("train", training.loss, input);
      return input;
    },
  };
});
