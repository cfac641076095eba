/** Signals in a lab: a training ends after its running batch, everything else ends at once. */
import type { History } from "../training/history.ts";
import { type EndingSignal, Interrupted, onSignals } from "./failure.ts";

/**
 * Two signals within this time, in milliseconds, are one: a terminal sends Ctrl-C to every program in
 * it, and the program that started the lab may pass it on.
 */
const ONE_SIGNAL = 100;

/** Knows whether a signal has asked the lab to end, and how many trainings are running. */
export class LabInterruption {
  readonly #controller = new AbortController();
  #trainings = 0;
  #signal: EndingSignal | undefined;
  #at = -Infinity;

  /** Aborted after the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True after the first signal. */
  get happened(): boolean {
    return this.signal.aborted;
  }

  /** What a lab throws that cannot go on after the signal. */
  get reason(): Interrupted {
    return new Interrupted(this.#signal);
  }

  /** Listens for signals; calls `end` for a second one, and for one while nothing trains. */
  listen(end: () => void): void {
    onSignals((signal) => {
      const now = performance.now();
      if (this.happened && now - this.#at < ONE_SIGNAL) return;
      const atOnce = this.happened || this.#trainings === 0;
      this.#at = now;
      this.#signal ??= signal;
      this.#controller.abort();
      if (atOnce) end();
    });
  }

  /**
   * Runs a training that a signal may shorten.
   *
   * @throws {Interrupted} If the training was interrupted before its first epoch ended, because the
   * lab then has no result to go on with.
   */
  async training<T extends { readonly history: History }>(work: () => Promise<T>): Promise<T> {
    if (this.happened) throw this.reason;
    this.#trainings++;
    const result = await work().finally(() => this.#trainings--);
    if (this.happened && result.history.loss.length === 0) throw this.reason;
    return result;
  }
}
