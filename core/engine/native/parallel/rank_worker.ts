/** The main thread's side of a worker. */
import { SHARE_ENV, Worker } from "node:worker_threads";
import { visible } from "../../../base/quoted.ts";
import type { RankSetup } from "./setups.ts";
import { WORD } from "./shared_memory.ts";
import type { Answer, Preparation } from "./worker.ts";

/**
 * A worker. While it owes no answer it does not keep the process alive: a program that never closes
 * its engine ends nevertheless.
 */
export class RankWorker {
  readonly #worker: Worker;
  readonly #ended = Promise.withResolvers<string>();

  /**
   * Starts the thread, which inherits the permissions of this one.
   *
   * @param file what it runs
   */
  constructor(setup: RankSetup, file = new URL("./worker.ts", import.meta.url)) {
    // A copy of the environment would need the permission to read all of it.
    this.#worker = new Worker(file, { workerData: setup, env: SHARE_ENV });
    const end = (reason: string) => {
      // The other ranks must not wait for it.
      Atomics.store(new Int32Array(setup.buffers.control), WORD.failed, 1);
      this.#ended.resolve(reason);
    };
    this.#worker.on("message", (answer: Answer) => {
      if ("failed" in answer) end(visible(answer.failed));
    });
    this.#worker.on("error", (error: Error) => end(visible(error.message)));
    this.#worker.on("exit", () => end("it ended"));
  }

  /** Resolves with the reason once the thread has ended, or is about to. */
  get ended(): Promise<string> {
    return this.#ended.promise;
  }

  /**
   * Waits for the worker's next answer, and keeps the process alive as long.
   *
   * @throws {Error} If the worker ends before.
   */
  async done(): Promise<void> {
    const answered = new Promise<undefined>((resolve) =>
      this.#worker.once("message", () => resolve(undefined))
    );
    this.#worker.ref();
    const reason = await Promise.race([this.ended, answered]);
    this.#worker.unref();
    if (reason !== undefined) throw new Error(reason);
  }

  send(preparation: Preparation): void {
    this.#worker.postMessage(preparation);
  }

  /** Ends the thread, whatever it does. */
  terminate(): void {
    void this.#worker.terminate();
  }
}
