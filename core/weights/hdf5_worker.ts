/**
 * The worker in which the HDF5 library reads a file (`keras_h5.ts` starts it): if the library crashes
 * or never returns, only this worker ends. Its memory is bounded, and what it prints goes nowhere.
 */
import { parentPort } from "node:worker_threads";
import { UserError } from "../base/errors.ts";
import type { KerasContents } from "./keras_h5_contents.ts";

/** What the worker is asked: to open a file, then to read some of its weights. */
export type Question =
  | {
    readonly open: Uint8Array;
    readonly what: string;
    readonly config: string | undefined;
    /** The most memory that the library may take, in bytes. */
    readonly memory: number;
  }
  | { readonly read: string };

/** What the worker answers. "Alive" says that the library has returned from a call. */
export type Answer =
  | { readonly alive: true }
  | {
    readonly shapes: readonly (readonly [name: string, shape: readonly number[]])[];
    readonly order: readonly string[] | undefined;
  }
  | { readonly numbers: Float32Array<ArrayBuffer> }
  | { readonly refused: string }
  | { readonly failed: string };

for (const method of ["log", "info", "warn", "error", "debug"] as const) console[method] = () => {};

/** Lets WebAssembly's memory grow to `bytes` only: beyond, the library is told that there is no more. */
function boundMemory(bytes: number): void {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages: number) {
    if (this.buffer.byteLength + 65_536 * pages > bytes) throw new RangeError("out of memory");
    return grow.call(this, pages);
  };
}

function send(answer: Answer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, transfer);
}

let contents: KerasContents | undefined;

async function answer(question: Question): Promise<void> {
  if ("open" in question) {
    boundMemory(question.memory);
    const [{ openContents }, { hdf5 }] = await Promise.all([
      import("./keras_h5_contents.ts"),
      import("./hdf5.ts"),
    ]);
    await hdf5();
    const alive = () => send({ alive: true });
    // From here on it is the file that makes the library slow, no longer the disk or the machine.
    alive();
    contents = await openContents(question.open, question.what, question.config, alive);
    const shapes = Array.from(contents.weights, ([name, { shape }]) => [name, shape] as const);
    send({ shapes, order: contents.order });
  } else {
    const numbers = contents?.weights.get(question.read)?.read();
    if (!numbers) throw new Error(`There is no weight ${question.read}.`);
    send({ numbers }, [numbers.buffer]);
  }
}

parentPort?.on("message", async (question: Question) => {
  try {
    await answer(question);
  } catch (error) {
    send(error instanceof UserError ? { refused: error.message } : { failed: String(error) });
  }
});
