/**
 * Opens Keras's HDF5 files in a worker of their own. The HDF5 library crashes or never returns on
 * some damaged files; here it has a deadline, and its end is an error with a sentence. A loop that
 * never returns is beyond `terminate()` in Deno 2.9: it keeps a core busy until the process ends. With
 * a worker of `node:worker_threads` the process does end; with Deno's own `Worker` it never would.
 */
import { SHARE_ENV, Worker } from "node:worker_threads";
import { UserError } from "../base/errors.ts";
import type { UserFile } from "../data/read.ts";
import type { Answer, Question } from "./hdf5_worker.ts";
import type { StoredTensor, StoredWeights } from "./stored_weights.ts";

/** How long the library may take, in milliseconds. */
export interface Deadlines {
  /** To start; the library is loaded from the disk. */
  readonly start: number;
  /** To answer a call; the reading of a weight takes longer the larger the file is. */
  readonly silence: number;
  /** For everything up to the list of weights. */
  readonly total: number;
}

const DEADLINES: Deadlines = { start: 20_000, silence: 1500, total: 10_000 };
/** The library reads more than this in a millisecond, packed numbers included. */
const BYTES_PER_MS = 20_000;
/** The memory of the library besides the file and its copy. */
const BASE_MEMORY = 2 ** 27;

/**
 * Opens a Keras file and reads names and shapes; `StoredTensor.read` reads the numbers of a tensor.
 *
 * @param config The description of the model, if it is stored elsewhere (`.keras`).
 * @param deadlines For tests.
 * @throws {UserError} If the file is not HDF5, contains a link (soft or external), a Lambda layer,
 * groups nested too deeply, or no weights, or if the library crashes or does not return in time.
 */
export async function openKerasH5(
  { name: what, bytes }: UserFile,
  config?: string,
  deadlines: Deadlines = DEADLINES,
): Promise<StoredWeights> {
  const reader = new Reader(what, deadlines, bytes.length / BYTES_PER_MS);
  try {
    const memory = BASE_MEMORY + 3 * bytes.length;
    const listed = await reader.ask({ open: bytes, what, config, memory });
    if (!("shapes" in listed)) return reader.refuse("its list of weights is damaged");
    const tensors = new Map<string, StoredTensor>(listed.shapes.map(([name, shape]) => [
      name,
      {
        shape,
        async read() {
          const read = await reader.ask({ read: name });
          return "numbers" in read ? read.numbers : reader.refuse("its numbers are damaged");
        },
      },
    ]));
    return {
      what,
      tensors,
      ...(listed.order && { order: listed.order }),
      [Symbol.dispose]: () => reader.end(),
    };
  } catch (error) {
    reader.end();
    throw error;
  }
}

/** Asks the worker one question after the other. */
class Reader {
  // A copy of the environment would need the permission to read all of it.
  readonly #worker = new Worker(new URL("./hdf5_worker.ts", import.meta.url), { env: SHARE_ENV });
  readonly #what: string;
  readonly #deadlines: Deadlines;
  /** What the size of the file adds to the deadlines. */
  readonly #more: number;
  #started = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(what: string, deadlines: Deadlines, more: number) {
    this.#what = what;
    this.#deadlines = deadlines;
    this.#more = more;
    // Without a listener, an error of a worker that nobody asks any more would end the process.
    this.#worker.on("error", () => {});
  }

  /** Asks after all earlier questions are answered. */
  ask(question: Question): Promise<Answer> {
    const answer = this.#last.then(() => this.#ask(question));
    this.#last = answer.catch(() => {});
    return answer;
  }

  end(): void {
    void this.#worker.terminate();
  }

  refuse(problem: string): never {
    throw new UserError(
      `Cannot read ${this.#what}: ${problem}. Save or download the file again.`,
    );
  }

  async #ask(question: Question): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const { start, silence, total } = this.#deadlines;
    const late = (ms: number) => () => {
      const seconds = Number((ms / 1000).toPrecision(2));
      resolve({ failed: `the HDF5 library did not answer within ${seconds} s` });
      this.end();
    };
    const timer = (ms: number) => setTimeout(late(ms), ms);
    const first = this.#started ? silence + this.#more : start;
    let waiting = timer(first);
    let whole: ReturnType<typeof setTimeout> | undefined;
    const onMessage = (answer: Answer) => {
      clearTimeout(waiting);
      this.#started = true;
      if (!("alive" in answer)) return resolve(answer);
      waiting = timer(silence + this.#more);
      whole ??= timer(total + this.#more);
    };
    const onError = () => resolve({ failed: "the HDF5 library crashed" });
    this.#worker.on("message", onMessage).on("error", onError).on("exit", onError);
    try {
      this.#worker.postMessage(question);
      const answer = await promise;
      if ("refused" in answer) throw new UserError(answer.refused);
      if ("failed" in answer) this.refuse(`the file is damaged: ${answer.failed}`);
      return answer;
    } finally {
      clearTimeout(waiting);
      clearTimeout(whole);
      this.#worker.off("message", onMessage).off("error", onError).off("exit", onError);
    }
  }
}
