/**
 * A step of a pipeline: plain data that says what it is (`kind` and its options, which are printed
 * and written as JSON), and, under a hidden key, the rule that says what it does.
 */
import type { LastActivation } from "./activations.ts";
import type { Fields } from "./fields.ts";
import type { Ops, Pair, Value } from "./ops.ts";
import { rule } from "./rule.ts";
import type { Evaluation, Training } from "./training.ts";

export { rule };
export type * from "./training.ts";

/** What passes from one step to the next: the shape of one example, its classes, its numbers. */
export interface TensorSpec {
  /** Without the batch: [height, width, channels] or [length]; [] before the first step. */
  readonly shape: readonly number[];
  /** How many classes the labels of the data set have; 0 if there are no labels. */
  readonly classes: number;
  /** The last activation, where it says what the numbers are; absent where nothing is known. */
  readonly activation?: LastActivation;
}

/** A weight that a step needs, described before its numbers exist. */
export interface WeightSpec {
  /** Keras's name: kernel, bias, gamma, beta, moving_mean, moving_variance. */
  readonly name: string;
  /** The weight's own shape, such as [rows, columns, channels in, filters] for a kernel. */
  readonly shape: readonly number[];
  /** Gives the numbers that training begins with. */
  readonly initializer: Initializer;
  /** False for batch norm's moving statistics, which are saved but not changed by gradients. */
  readonly trainable: boolean;
}

/** Fills a weight of this shape, drawing uniform numbers in [0, 1) from a seeded generator. */
export type Initializer = (shape: readonly number[], uniform: () => number) => Float32Array;

/** What a step's forward computation is given besides its input. */
export interface ForwardContext {
  /** The primitives to compute with. */
  readonly ops: Ops;
  /** The step's weights by their short name. */
  readonly weights: Readonly<Record<string, Value>>;
  /** True inside a training step: dropout drops numbers, batch norm uses the batch's statistics. */
  readonly training: boolean;
  /** Gives a weight a new value at the end of this training step (batch norm's moving statistics). */
  update(weight: string, value: Value): void;
  /** The spec of the step's input, without the batch. */
  readonly input: TensorSpec;
  /** The output of part number `part` (from 0) for the input `x`, in a step that has parts. */
  run(part: number, x: Value): Value;
}

/** Where a pipeline's data comes from: a data set, an image file, or a tensor of this shape. */
export type Source =
  | { readonly dataset: string }
  | { readonly image: string }
  | { readonly tensor: readonly number[] };

/** Which pixels of a step's input one pixel of its output depends on: a window, or all of them. */
export type ReceptiveWindow =
  | { readonly size: Pair; readonly stride: Pair; readonly dilation?: Pair }
  | "everything";

/**
 * What a step can do. Everything but `outputSpec` is optional. The rest of the code asks a step for
 * its rule and never branches on its kind, so that a new step is one new file.
 */
export interface StepRule {
  /**
   * The shape rule: the output's spec for the input's.
   *
   * @throws {UserError} If the step cannot take this input; the sentence has no step number.
   */
  outputSpec(input: TensorSpec): TensorSpec;
  /** The weights that the step needs for this input. */
  weights?(input: TensorSpec): readonly WeightSpec[];
  /** The computation on a whole batch; without it, the step passes its input on. */
  forward?(x: Value, context: ForwardContext): Value;
  /** True if the numbers that it gives no longer are pixels from 0 to 255, as after `normalize`. */
  readonly rescales?: boolean;
  /** What the step needs pixels from 0 to 255 for; absent, or undefined for this input, if nothing. */
  needsPixels?(input: TensorSpec): string | undefined;
  /** Present on a source, the first step of a pipeline. */
  readonly source?: Source;
  /** Present on a step that ends a pipeline by training it. */
  readonly training?: Training;
  /** Present on a step that measures the model on the test images. */
  readonly evaluation?: Evaluation;
  /** The lists of steps inside this step (`branches`, `frozen`); each works on the step's own input. */
  readonly parts?: readonly (readonly Step[])[];
  /** True if no weight in the parts learns; they run in inference mode even during training. */
  readonly freezes?: boolean;
  /** Present if the weights of the step's part are read from a file. */
  readonly weightsFrom?: WeightsFrom;
  /** The same step around only the first steps of its one part, for `until`; absent if impossible. */
  readonly cut?: (part: readonly Step[]) => Step;
  /** What one output pixel sees of the step's input; absent if it sees only the pixel at its place. */
  readonly window?: ReceptiveWindow;
  /** The layer's name in Keras's summary, such as "Conv2D"; absent for steps that are no layer. */
  readonly layer?: string;
  /** The fields of the step's data: how it is written as JSON. */
  readonly fields?: Fields;
}

/** Which pretrained weights a step needs. */
export interface WeightsFrom {
  /** The network's name, such as "inception-v3". */
  readonly network: string;
  /** The network's steps, up to the last one that is used. */
  readonly steps: readonly Step[];
  /** "embedded", "imagenet", "random" or a path; without it, embedded if available, else imagenet. */
  readonly weights?: string;
}

/**
 * A type rule: computes `out`, a TensorSpec or the error's sentence as a string type, from `in`, the
 * TensorSpec of the step's input.
 */
export interface TypeRule {
  /** The spec of the input. */
  readonly in: unknown;
  /** The spec of the output, or the sentence of the error. */
  readonly out: unknown;
}

/** One step. `R` is its type rule, which exists for the compiler only. */
export interface Step<R extends TypeRule = TypeRule> {
  /** The word that made it, such as "conv". */
  readonly kind: string;
  /** The name it was given; unnamed steps are named after their kind and place, as `stepNames` says. */
  readonly name?: string;
  /** What it does. */
  readonly [rule]: StepRule;
  /** For the compiler only; there is no such property at run time. */
  readonly typeRule?: R;
}
