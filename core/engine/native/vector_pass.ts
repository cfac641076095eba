/**
 * Computes updates after the model has run, with our own vector routines (see ../simd/README.md). The
 * arrays are copied block by block to the routine's memory, which stays in the processor's cache, so
 * each number comes from main memory once.
 */
import { formName, pass } from "../simd/elementwise.ts";
import { hasVectors, link, type RunRoutine } from "../simd/module.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { CompiledPass } from "./compile.ts";
import { MOST_ARRAYS } from "./passes/update_passes.ts";
import type { Runtime, Tensor } from "./runtime.ts";
import type { NativeStore } from "./store.ts";

/** How many numbers of each array are in the routine's memory at a time. */
const BLOCK = 2048;

/** The memory of routines, which one engine's passes share. */
export class VectorMemory {
  readonly memory = new WebAssembly.Memory({ initial: Math.ceil(4 * BLOCK * MOST_ARRAYS / 65536) });
  readonly floats = new Float32Array(this.memory.buffer);
  readonly #routines = new Map<string, RunRoutine>();

  /** Opens the memory; undefined if this runtime has no vectors. */
  static open = (): VectorMemory | undefined => hasVectors() ? new VectorMemory() : undefined;

  /** The routine of a form, assembled once. */
  routine(form: CompiledPass["form"]): RunRoutine {
    const name = formName(form);
    const routine = this.#routines.get(name) ?? link([pass(form)], this.memory).get(name)!;
    this.#routines.set(name, routine);
    return routine;
  }
}

/** What a pass reads: arrays of its length, or one number. */
type Source = (store: NativeStore) => Float32Array;

/** A pass that is ready to run. */
export class VectorPass {
  /** The tensors that the model fills for the pass. */
  readonly fetches: Readonly<Record<string, Tensor>>;
  readonly #vectors: VectorMemory;
  readonly #routine: RunRoutine;
  readonly #compiled: CompiledPass;
  readonly #sources: readonly Source[];

  constructor(runtime: Runtime, vectors: VectorMemory, compiled: CompiledPass) {
    this.#vectors = vectors;
    this.#routine = vectors.routine(compiled.form);
    this.#compiled = compiled;
    const fetches: Record<string, Tensor> = {};
    this.#sources = compiled.inputs.map((input): Source => {
      if ("variables" in input) return (store) => store.current(input.variables);
      if ("number" in input) {
        const number = Float32Array.of(input.number);
        return () => number;
      }
      const sizes = input.ports.map(({ shape }) => sizeOf(shape));
      const numbers = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
      let begin = 0;
      input.ports.forEach(({ tensor, shape }, i) => {
        const end = begin + sizes[i]!;
        fetches[tensor] = runtime.tensor(numbers.subarray(begin, end), shape);
        begin = end;
      });
      return () => numbers;
    });
    this.fetches = fetches;
  }

  /** Replaces the variables' numbers. A block's old numbers are all read before new ones are written. */
  run(store: NativeStore): void {
    const { form, length, results } = this.#compiled;
    const { floats } = this.#vectors;
    const sources = this.#sources.map((source) => source(store));
    const targets = results.map((names) => store.current(names));
    const offset = (array: number) => array * BLOCK;
    const addresses = [...sources, ...targets].map((_, array) => 4 * offset(array));
    form.scalars.forEach((scalar, i) => {
      if (scalar) floats[offset(i)] = sources[i]![0]!;
    });
    for (let begin = 0; begin < length; begin += BLOCK) {
      const end = Math.min(length, begin + BLOCK);
      const count = end - begin;
      sources.forEach((numbers, i) => {
        if (!form.scalars[i]) floats.set(numbers.subarray(begin, end), offset(i));
      });
      this.#routine(count >> 2, count & 3, ...addresses);
      targets.forEach((numbers, i) => {
        const from = offset(sources.length + i);
        numbers.set(floats.subarray(from, from + count), begin);
      });
    }
  }
}
