/** The epochs of trainings that have not ended: a report that is written then shows them. */
import type { Steps } from "../../dsl/pipeline.ts";
import type { Figure } from "../report/mod.ts";
import type { History, TrainEvent } from "../training/history.ts";
import { trainingCurves } from "./curves.ts";

/** The epochs of one training so far. */
export class PartialHistory {
  /** Grows with every event of an epoch. */
  readonly history: History = {
    ...{ loss: [], accuracy: [], val_loss: [], val_accuracy: [], seconds: [] },
  };

  /**
   * @param name The run's name in the report.
   * @param line The line of the lab that started the training.
   */
  constructor(readonly name: string, readonly pipeline: Steps, readonly line: number) {}

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

  /** The curves of the finished epochs; none before the first. */
  figures(): Figure[] {
    return this.history.loss.length > 0 ? trainingCurves({ [this.name]: this.history }) : [];
  }
}
