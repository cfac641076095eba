/**
 * A training step as an engine may compute it in shares: each processor core takes a part of the
 * batch, the gradients are added, and each core updates a part of the weights.
 */
import type { Node } from "../graph/node.ts";
import type { Program } from "../graph/program.ts";

/** A training step: one program, and where that is possible the same in shares. */
export interface TrainingStep {
  /** Forward, loss, gradients and updates for the whole batch. */
  readonly whole: Program;
  /** How many examples the batch has. */
  readonly batch: number;
  /** About how many steps the training has: shares need threads, which take time to start. */
  readonly steps: number;
  /**
   * The step in shares; absent if it updates weights itself, as with batch norm's statistics, or if
   * some weights do not learn.
   */
  readonly shared?: SharedStep;
}

/** A training step in shares. */
export interface SharedStep {
  /**
   * The predictions and the losses of the whole step's examples. There are no shares unless each of
   * them depends on its own example alone, as `perExample` finds out.
   */
  readonly results: readonly Node[];
  /**
   * The program of one share. It takes the inputs and draws of the whole step; those whose first axis
   * is the batch have `examples` there. Its outputs are those of the whole step and the gradients of
   * all weights, by `gradientName`. An output without axes is an addend of the whole step's output, a
   * gradient likewise; the others have the examples on their first axis.
   *
   * @param examples how many examples of the batch the share has
   */
  share(examples: number): Program;
  /** How the weights change. The steps of one training share this object, whatever their batch size. */
  readonly update: WeightUpdate;
}

/** The optimiser's update of all weights. It treats each number alone, whichever weight has it. */
export interface WeightUpdate {
  /** The weights that change, by their names in the store. */
  readonly weights: readonly { readonly name: string; readonly length: number }[];
  /** The names of the moving averages that go with each weight. */
  readonly slots: readonly string[];
  /** The name of a weight's moving average in the store. */
  slotName(slot: string, weight: string): string;
  /**
   * The update of any `length` numbers. Its variables are `weight` and the slots, of that length, and
   * its inputs the gradient's addends (`gradientName(0)` …), which it adds in that order, and scalars
   * that the step is fed.
   *
   * @param addends how many there are
   */
  program(length: number, addends: number): Program;
}

/** The name of the gradient of a weight, or of an addend of it. */
export const gradientName = (of: string | number): string => `gradient/${of}`;

/** Whether an input or output of a program is a gradient. */
export const isGradient = (name: string): boolean => name.startsWith(gradientName(""));
