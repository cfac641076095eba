/** Runs a compiled program with the variables of a store. */
import { sizeOf } from "../../graph/tensor.ts";
import type { Executable, Store } from "../engine.ts";
import type { Compiled, Port } from "./compile.ts";
import type { Runtime, Session, Tensor } from "./runtime.ts";
import { NativeStore } from "./store.ts";
import { type VectorMemory, VectorPass } from "./vector_pass.ts";

/** A session with the names and shapes of what it reads and writes. */
export class NativeExecutable implements Executable {
  readonly #passes: readonly VectorPass[];
  /** The variables that a run updates or reads together, which lie side by side. */
  readonly #groups: readonly (readonly string[])[];
  /** The tensors of variables by port and array: the store gives the same arrays again. */
  readonly #tensors = new Map<Port, WeakMap<Float32Array, Tensor>>();

  /** @param vectors computes the program's passes; a program without passes needs none */
  constructor(
    readonly runtime: Runtime,
    readonly session: Session,
    readonly compiled: Compiled,
    vectors?: VectorMemory,
  ) {
    const { passes, updates, variables } = compiled;
    this.#passes = vectors ? passes.map((pass) => new VectorPass(runtime, vectors, pass)) : [];
    const inputs = passes.flatMap(({ inputs }) => inputs);
    this.#groups = [
      ...[...updates, ...variables.filter(({ names }) => names.length > 1)]
        .map(({ names }) => names),
      ...passes.flatMap(({ results }) => results),
      ...inputs.flatMap((input) => "variables" in input ? [input.variables] : []),
    ];
  }

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
    store.arrange(this.#groups);
    const tensors: Record<string, Tensor> = {};
    for (const port of fed) tensors[port.tensor] = this.#tensor(port, feeds[port.names[0]!]);
    for (const port of variables) {
      tensors[port.tensor] = this.#keptTensor(port, store.current(port.names));
    }
    const results: Record<string, Float32Array> = {};
    const fetches: Record<string, Tensor> = {};
    for (const port of outputs) {
      const numbers = results[port.names[0]!] = new Float32Array(sizeOf(port.shape));
      fetches[port.tensor] = this.#tensor(port, numbers);
    }
    for (const port of updates) {
      fetches[port.tensor] = this.#keptTensor(port, store.spare(port.names));
    }
    for (const pass of this.#passes) Object.assign(fetches, pass.fetches);
    await this.session.run(tensors, fetches);
    for (const pass of this.#passes) pass.run(store);
    if (this.#passes.length > 0) store.noteChange();
    store.swap(updates.map(({ names }) => names));
    return results;
  }

  #tensor({ names, shape }: Port, numbers: Float32Array | undefined): Tensor {
    if (numbers?.length !== sizeOf(shape)) {
      throw new RangeError(`${names} needs ${sizeOf(shape)} numbers, found ${numbers?.length}.`);
    }
    return this.runtime.tensor(numbers, shape);
  }

  #keptTensor(port: Port, numbers: Float32Array): Tensor {
    const kept = this.#tensors.get(port) ?? new WeakMap<Float32Array, Tensor>();
    this.#tensors.set(port, kept);
    const tensor = kept.get(numbers) ?? this.#tensor(port, numbers);
    kept.set(numbers, tensor);
    return tensor;
  }

  close(): void {
    void this.session.release();
  }
}
