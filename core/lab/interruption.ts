/** Ctrl-C in a lab: a training ends after its running batch, everything else ends at once. */
import type { History } from "../training/history.ts";
import { Interrupted } from "./failure.ts";

/** Knows whether the user has pressed Ctrl-C, and how many trainings are running. */
export class LabInterruption {
  readonly #controller = new AbortController();
  #trainings = 0;

  /** Aborted after the first Ctrl-C. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True after the first Ctrl-C. */
  get happened(): boolean {
    return this.signal.aborted;
  }

  /** Listens for Ctrl-C; calls `end` for a second one, and for one while nothing trains. */
  listen(end: () => void): void {
    Deno.addSignalListener("SIGINT", () => {
      const atOnce = this.happened || this.#trainings === 0;
      this.#controller.abort();
      if (atOnce) end();
    });
  }

  /**
   * Runs a training that Ctrl-C may shorten.
   *
   * @throws {Interrupted} If the training was interrupted before its first epoch ended, because the
   * lab then has no result to go on with.
   */
  async training<T extends { readonly history: History }>(work: () => Promise<T>): Promise<T> {
    if (this.happened) throw new Interrupted();
    this.#trainings++;
    const result = await work().finally(() => this.#trainings--);
    if (this.happened && result.history.loss.length === 0) throw new Interrupted();
    return result;
  }
}
