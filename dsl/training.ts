/**
 * What `train` and `evaluate` are given: an optimiser, a loss, a schedule and a rule that ends training early. Each
 * is plain data with a hidden rule, as a step is.
 */
import type { Ops, Value } from "./ops.ts";
import type { rule } from "./rule.ts";

/** How a pipeline that ends in `train` is trained. */
export interface Training {
  /** How many times every training example is used. */
  readonly epochs: number;
  /** How many examples one update is computed from. */
  readonly batchSize: number;
  /** The share of the examples that is kept for validation, from 0 to below 1. */
  readonly validationSplit: number;
  /** Whether each epoch takes the examples in a new order. */
  readonly shuffle: boolean;
  /** How a gradient changes a weight. */
  readonly optimizer: Optimizer;
  /** What is minimised. */
  readonly loss: Loss;
  /** When to end before the last epoch. */
  readonly stop?: Stop | undefined;
}

/** How a pipeline that ends in `evaluate` is measured. */
export interface Evaluation {
  /** The loss to report; without it, the loss that the pipeline trains with. */
  readonly loss?: Loss;
}

/** A rule that ends training early, as data with a hidden rule. */
export interface Stop {
  /** Its name, such as "earlyStopping". */
  readonly kind: string;
  /** What it does. */
  readonly [rule]: StopRule;
}

/** When to end training. */
export interface StopRule {
  /** The metric it watches: loss, accuracy, val_loss or val_accuracy. */
  readonly monitor: string;
  /** Whether the weights of the best epoch are restored at the end. */
  readonly restoresBest: boolean;
  /**
   * Begins to watch one training run.
   *
   * @returns A function to call after each epoch with its metrics. It answers whether the epoch was
   * the best so far and whether training shall stop.
   */
  watch(): (
    measured: Readonly<Record<string, number>>,
  ) => { readonly best: boolean; readonly stop: boolean };
}

/** The size of an optimiser's steps: a constant, or a schedule over the epochs. */
export type LearningRate = number | Schedule;

/** A learning-rate schedule, as data with a hidden rule. */
export interface Schedule {
  /** Its name, such as "cosineDecay". */
  readonly kind: string;
  /** What it does. */
  readonly [rule]: ScheduleRule;
}

/** The learning rate at each time. */
export interface ScheduleRule {
  /** The rate after this many epochs, which may be a fraction; 0 before the first update. */
  rate(epochs: number): number;
}

/** An optimiser, as data (`kind` and hyperparameters) with a hidden rule. */
export interface Optimizer {
  /** Its name, such as "adam". */
  readonly kind: string;
  /** A constant or a schedule. */
  readonly learningRate: LearningRate;
  /** What it does. */
  readonly [rule]: OptimizerRule;
}

/** How an optimiser updates one weight. */
export interface OptimizerRule {
  /** The names of the running averages that are kept for every weight; all begin at zero. */
  readonly slots: readonly string[];
  /**
   * The scalars of update number t = 1, 2, …: learning rate, bias corrections. `stepsPerEpoch` (1 by
   * default) is for schedules, which count epochs.
   */
  scalars(t: number, stepsPerEpoch?: number): Readonly<Record<string, number>>;
  /** One update: the new weight and its new slots, each of the weight's shape. */
  update(
    ops: Ops,
    at: {
      readonly weight: Value;
      readonly gradient: Value;
      readonly slots: Readonly<Record<string, Value>>;
      readonly scalars: Readonly<Record<string, Value>>;
    },
  ): UpdatedWeight;
}

/** A weight and its slots after one update. */
export interface UpdatedWeight {
  /** The new weight. */
  readonly weight: Value;
  /** Its new running averages, by the names of `OptimizerRule.slots`. */
  readonly slots: Readonly<Record<string, Value>>;
}

/**
 * What a loss needs from the last layer: one probability, one logit (a score before softmax) or one
 * number of any kind per class, outputs that are probabilities or logits (before sigmoid), or anything.
 */
export type Scores =
  | "one probability per class"
  | "one logit per class"
  | "one score per class"
  | "probabilities"
  | "logits"
  | "anything";

/** A loss, as data (`kind`) with a hidden rule. `S` exists for the compiler only. */
export interface Loss<S extends Scores = Scores> {
  /** Its name, such as "meanSquaredError". */
  readonly kind: string;
  /** What it does. */
  readonly [rule]: LossRule;
  /** For the compiler only; there is no such property at run time. */
  readonly scores?: S;
}

/** What a loss needs from the last activation: that it is this one (or softmax), or neither of both. */
export interface Needs {
  /** Probabilities after the activation, or logits before it. */
  readonly numbers: "probabilities" | "logits";
  /** The activation that makes probabilities of the scores. */
  readonly activation: "softmax" | "sigmoid";
}

/** Which numbers the targets of a loss may hold. */
export interface TargetRule {
  /** What error messages say, such as "a number from 0 to 1". */
  readonly expected: string;
  /** Whether a target may hold this number. */
  fits(value: number): boolean;
}

/** How a loss judges a batch of predictions. */
export interface LossRule {
  /** The shape of one example's target for predictions of this shape; [] for a class number. */
  target(output: readonly number[]): readonly number[];
  /** The loss of each example: [batch]. */
  perExample(ops: Ops, predictions: Value, targets: Value): Value;
  /** How many scores the last layer must give for this many classes; undefined if any will do. */
  scores(classes: number): number | undefined;
  /** What the last activation must give; absent if any will do. */
  readonly needs?: Needs;
  /** Which numbers a target may hold besides finite ones; absent if any will do. */
  targets?(output: readonly number[]): TargetRule;
  /** Whether one example is predicted correctly, by Keras's `accuracy` for this loss. */
  correct(prediction: ArrayLike<number>, target: ArrayLike<number>): boolean;
}
