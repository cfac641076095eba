/** Announces epochs, each after the checkpoint has it: what was announced is never lost. */
import type { Checkpoint } from "./checkpoints.ts";
import type { TrainEvent } from "./history.ts";
import type { TrainingState } from "./training_state.ts";

/** The share of the training time that keeping states may take. */
const SHARE = 0.01;
/** A training that takes less is repeated rather than kept, in milliseconds. */
const LEAST_MS = 1000;

type EpochEvent = Extract<TrainEvent, { type: "epoch" }>;

/** What the keeper needs to know of a training. */
export interface EpochKeeperOptions {
  /** Where states are kept; without it, every epoch is announced at once. */
  readonly checkpoint: Checkpoint | undefined;
  /** Receives the epochs. */
  readonly announce: ((event: EpochEvent) => void) | undefined;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** How long this training took before it was interrupted, in milliseconds. */
  readonly trainedBefore: number;
}

/**
 * Keeps a training's state and announces its epochs. Where epochs are so short that keeping each would
 * take more than a hundredth of the time, several are kept with one write, and announced after it.
 */
export class EpochKeeper {
  readonly #options: EpochKeeperOptions;
  #waiting: EpochEvent[] = [];
  /** How long the training has taken in all, and since the last write. */
  #trained: number;
  #unkept = 0;
  /** How long the quickest write took: one that a busy disk delayed says little about the next. */
  #cost: number | undefined;

  constructor(options: EpochKeeperOptions) {
    this.#options = options;
    this.#trained = options.trainedBefore;
  }

  /**
   * Takes an epoch that has ended.
   *
   * @param last Whether no other follows: nothing waits any longer.
   * @param state Gives the state at the end of the epoch.
   */
  async finished(
    event: EpochEvent,
    last: boolean,
    state: () => Promise<TrainingState>,
  ): Promise<void> {
    const { checkpoint, now } = this.#options;
    this.#waiting.push(event);
    this.#trained += event.seconds * 1000;
    this.#unkept += event.seconds * 1000;
    if (checkpoint?.writable) {
      const cost = this.#cost ?? SHARE * LEAST_MS;
      const worth = this.#unkept * SHARE >= cost || last && this.#trained >= LEAST_MS;
      if (!worth && !last) return;
      if (worth) {
        const began = now();
        await checkpoint.keep(await state());
        this.#cost = Math.min(this.#cost ?? Infinity, now() - began);
        this.#unkept = 0;
      }
    }
    this.announce();
  }

  /** Announces the epochs that still wait. */
  announce(): void {
    for (const event of this.#waiting.splice(0)) this.#options.announce?.(event);
  }
}
