/** Runs a compiled program with the variables of a store. */
import { sizeOf } from "../../graph/tensor.ts";
import type { Executable, Store } from "../engine.ts";
import type { Compiled, Port } from "./compile.ts";
import type { Runtime, Session, Tensor } from "./runtime.ts";
import { NativeStore } from "./store.ts";

/** A session with the names and shapes of what it reads and writes. */
export class NativeExecutable implements Executable {
  constructor(
    readonly runtime: Runtime,
    readonly session: Session,
    readonly compiled: Compiled,
  ) {}

  async run(
    feeds: Readonly<Record<string, Float32Array>>,
    store: Store,
  ): Promise<Record<string, Float32Array>> {
    if (!(store instanceof NativeStore)) throw new TypeError("This is another engine's store.");
    await store.ready();
    const { feeds: fed, variables, outputs, updates } = this.compiled;
    for (const { names: [name, ...more], shape } of updates) {
      if (more.length === 0) store.reserve(name!, sizeOf(shape));
    }
    store.arrange([...updates, ...variables.filter(({ names }) => names.length > 1)]
      .map(({ names }) => names));
    const tensors: Record<string, Tensor> = {};
    for (const port of fed) tensors[port.tensor] = this.#tensor(port, feeds[port.names[0]!]);
    for (const port of variables) {
      tensors[port.tensor] = this.#tensor(port, store.current(port.names));
    }
    const results: Record<string, Float32Array> = {};
    const fetches: Record<string, Tensor> = {};
    for (const port of outputs) {
      const numbers = results[port.names[0]!] = new Float32Array(sizeOf(port.shape));
      fetches[port.tensor] = this.#tensor(port, numbers);
    }
    for (const port of updates) fetches[port.tensor] = this.#tensor(port, store.spare(port.names));
    await this.session.run(tensors, fetches);
    store.swap(updates.map((port) => port.names));
    return results;
  }

  #tensor({ names, shape }: Port, numbers: Float32Array | undefined): Tensor {
    if (numbers?.length !== sizeOf(shape)) {
      throw new RangeError(`${names} needs ${sizeOf(shape)} numbers, found ${numbers?.length}.`);
    }
    return this.runtime.tensor(numbers, shape);
  }

  close(): void {
    void this.session.release();
  }
}
