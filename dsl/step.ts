/**
 * A step of a pipeline: plain data that says what it is (`kind` and its options, the part that is
 * printed and serialised), and, under a hidden key, the rule that the machine asks for.
 */
import type { Fields } from "./fields.ts";
import type { Ops, Pair, Value } from "./ops.ts";

/** What flows between two steps: the shape of one example and, after a data set, its number of classes. */
export interface TensorSpec {
  /** Without the batch: [height, width, channels] or [length]; [] before the first step. */
  readonly shape: readonly number[];
  /** 0 where no data set said how many. */
  readonly classes: number;
}

/** A weight that a step needs, before it exists. */
export interface WeightSpec {
  /** Keras's name: kernel, bias, gamma, beta, moving_mean, moving_variance. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** False for batch norm's moving statistics: kept, saved, but not changed by gradients. */
  readonly trainable: boolean;
}

/** Fills a weight, drawing from a seeded generator of uniform numbers in [0, 1). */
export type Initializer = (shape: readonly number[], uniform: () => number) => Float32Array;

/** What a step's forward computation gets besides its input. */
export interface ForwardContext {
  readonly ops: Ops;
  /** The step's weights by their short name. */
  readonly weights: Readonly<Record<string, Value>>;
  /** True inside a training step: dropout drops, batch norm uses the batch's statistics. */
  readonly training: boolean;
  /** Gives a weight a new value at the end of this step (batch norm's moving statistics). */
  update(weight: string, value: Value): void;
  /** What this step sees of one example coming in. */
  readonly input: TensorSpec;
  /** What comes out of part `part` (from 0) of a step that has parts. */
  run(part: number, x: Value): Value;
}

/** Where a pipeline's data comes from. */
export type Source =
  | { readonly dataset: string }
  | { readonly image: string }
  | { readonly tensor: readonly number[] };

/** What a pixel that comes out of a step sees of the step's input. */
export type ReceptiveWindow =
  | { readonly size: Pair; readonly stride: Pair; readonly dilation?: Pair }
  | "everything";

/** What a step can do. Everything but `flow` is optional: nobody switches on the kind of a step. */
export interface StepRule {
  /** The shape rule: what comes out for what goes in; throws a UserError without the step's number. */
  outputSpec(input: TensorSpec): TensorSpec;
  /** The weights this step needs for that input. */
  weights?(input: TensorSpec): readonly WeightSpec[];
  /** The computation on a whole batch; a step without one passes its input on. */
  forward?(x: Value, context: ForwardContext): Value;
  /** A source: the first step of a pipeline. */
  readonly source?: Source;
  /** An ending that trains. */
  readonly training?: Training;
  /** An ending that measures the model on the test set. */
  readonly evaluation?: Evaluation;
  /** The sub-pipelines of a step that has some (branches); each works on the step's own input. */
  readonly parts?: readonly (readonly Step[])[];
  /** The parts run as in use, also while the rest is trained, and none of their weights learns. */
  readonly freezes?: boolean;
  /** The weights of its part come from a file. */
  readonly weightsFrom?: WeightsFrom;
  /** The same step with only the first steps of its one part, where that makes sense. */
  readonly cut?: (part: readonly Step[]) => Step;
  /**
   * What a pixel that comes out sees of what comes in: a window, by its size, its stride and its
   * holes, or everything. Absent where it sees one pixel.
   */
  readonly window?: ReceptiveWindow;
  /** The layer's name in Keras's summary, such as "Conv2D"; absent for preparation, sources and endings. */
  readonly layer?: string;
  /** The fields of the step's data: how it is written in JSON. */
  readonly fields?: Fields;
}

/** Which network's weights a step wants. */
export interface WeightsFrom {
  readonly network: string;
  /** The network's steps, as far as they are used. */
  readonly steps: readonly Step[];
  /** "embedded", "imagenet", "random", or a path; without it what there is. */
  readonly weights?: string;
}

/** How a pipeline that ends in `train` is trained: data and rules, no numbers of any run. */
export interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly validationSplit: number;
  readonly shuffle: boolean;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  /** When to end before the last epoch. */
  readonly stop?: Stop | undefined;
}

/** How a pipeline that ends in `evaluate` is measured. */
export interface Evaluation {
  /** Without it, the loss that the pipeline trains with. */
  readonly loss?: Loss;
}

/** A rule that ends training is data with, hidden, what it does. */
export interface Stop {
  readonly kind: string;
  readonly [rule]: StopRule;
}

/** When to end training. */
export interface StopRule {
  /** The number it looks at: loss, accuracy, val_loss, val_accuracy. */
  readonly monitor: string;
  /** Whether the weights of the best epoch come back at the end. */
  readonly restoresBest: boolean;
  /** Begins to watch: what is returned is told each epoch's numbers and says what they mean. */
  watch(): (
    measured: Readonly<Record<string, number>>,
  ) => { readonly best: boolean; readonly stop: boolean };
}

/** How far a step goes: the same always, or by a schedule. */
export type LearningRate = number | Schedule;

/** A schedule of learning rates is data with, hidden, its rule. */
export interface Schedule {
  readonly kind: string;
  readonly [rule]: ScheduleRule;
}

/** The rate at each time. */
export interface ScheduleRule {
  /** The rate after so many epochs, whole or not; 0 before the first update. */
  rate(epochs: number): number;
}

/** An optimiser is data (`kind`, hyperparameters) with, hidden, its rule. */
export interface Optimizer {
  readonly kind: string;
  readonly learningRate: LearningRate;
  readonly [rule]: OptimizerRule;
}

/** One update of one weight. */
export interface OptimizerRule {
  /** Names of the moving averages kept for every weight, all starting at zero. */
  readonly slots: readonly string[];
  /**
   * Scalars fed to the step number t = 1, 2, …: learning rate, bias corrections. `stepsPerEpoch` (1
   * if not said) is for schedules, which count epochs.
   */
  scalars(t: number, stepsPerEpoch?: number): Readonly<Record<string, number>>;
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

/** A weight and its moving averages after one update. */
export interface UpdatedWeight {
  readonly weight: Value;
  readonly slots: Readonly<Record<string, Value>>;
}

/** What a loss asks of the last step: as many scores as there are classes, or anything. */
export type Scores = "one score per class" | "anything";

/** A loss is data (`kind`) with, hidden, its rule. `S` is for the compiler, as a step's rule is. */
export interface Loss<S extends Scores = Scores> {
  readonly kind: string;
  readonly [rule]: LossRule;
  readonly scores?: S;
}

/** How a batch's predictions are judged. */
export interface LossRule {
  /** The shape of the target of one example, for predictions of that shape; [] for a class number. */
  target(output: readonly number[]): readonly number[];
  /** One number an example: [batch]. */
  perExample(ops: Ops, predictions: Value, targets: Value): Value;
  /** How many scores the last layer must give for that many classes, or undefined if any will do. */
  scores(classes: number): number | undefined;
  /** Keras's `accuracy` for this loss: is the example right? */
  correct(prediction: ArrayLike<number>, target: ArrayLike<number>): boolean;
}

/** The hidden key. Not enumerable on a step, so that steps compare and print as the data they are. */
export const rule: unique symbol = Symbol("rule");

/** A type rule: `out` is computed from `in` (a TensorSpec), or is the error's sentence as a string type. */
export interface TypeRule {
  readonly in: unknown;
  readonly out: unknown;
}

/** One step. `R` is its type rule, carried by the phantom `rule`. */
export interface Step<R extends TypeRule = TypeRule> {
  readonly kind: string;
  readonly name?: string;
  readonly [rule]: StepRule;
  readonly typeRule?: R;
}
