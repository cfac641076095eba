/** The epochs of a training that an error ended: its report shows them. */
import type { History, TrainEvent } from "../training/loop.ts";

/** Collects the finished epochs of one training. */
export class PartialHistory {
  readonly history: History = {
    ...{ loss: [], accuracy: [], val_loss: [], val_accuracy: [], seconds: [] },
  };

  /** Keeps an event's epoch. */
  add(event: TrainEvent): void {
    if (event.type !== "epoch") return;
    const { loss, accuracy, seconds, val_loss, val_accuracy } = event;
    this.history.loss.push(loss);
    this.history.accuracy.push(accuracy);
    this.history.seconds.push(seconds);
    if (val_loss !== undefined) this.history.val_loss.push(val_loss);
    if (val_accuracy !== undefined) this.history.val_accuracy.push(val_accuracy);
  }
}
