/** What a training tells: one number per epoch at its end, and events on its way. */

/** Keras's history: one number per epoch. Without validation data the `val_` lists stay empty. */
export interface History {
  /** The mean loss per training example, while the weights changed. */
  readonly loss: number[];
  /** The share of training examples predicted correctly, while the weights changed. */
  readonly accuracy: number[];
  /** The mean loss per validation example, at the end of the epoch. */
  readonly val_loss: number[];
  /** The share of validation examples predicted correctly, at the end of the epoch. */
  readonly val_accuracy: number[];
  /** The duration of each epoch in seconds, including validation. */
  readonly seconds: number[];
}

/** A batch or an epoch that training has finished, for whoever shows its progress. */
export type TrainEvent =
  | {
    readonly type: "batch";
    /** Counted from 1. */
    readonly epoch: number;
    readonly epochs: number;
    /** Counted from 1 in each epoch. */
    readonly step: number;
    readonly steps: number;
    /** The mean loss per example of this epoch so far. */
    readonly loss: number;
    /** The share of correct predictions of this epoch so far. */
    readonly accuracy: number;
    /** Since this epoch began. */
    readonly imagesPerSecond: number;
    /** The time until the last epoch ends, if the remaining steps take as long as the past ones. */
    readonly secondsLeft: number;
  }
  | {
    readonly type: "epoch";
    readonly epoch: number;
    readonly epochs: number;
    readonly steps: number;
    readonly seconds: number;
    readonly loss: number;
    readonly accuracy: number;
    readonly val_loss?: number;
    readonly val_accuracy?: number;
  };

/** From where a training continues that was interrupted before. */
export interface Resumed {
  /** The last epoch that is not repeated, counted from 1. */
  readonly epoch: number;
  /** How many epochs the training has, unless it ends early. */
  readonly epochs: number;
  /** Whether the training had ended, so that no epoch is left. */
  readonly ended: boolean;
}
