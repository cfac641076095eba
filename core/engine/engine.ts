/** What every engine offers: it compiles programs and keeps their variables. */
import type { Program } from "../graph/program.ts";

/** Executes graphs. Memory, threads and the library behind it never show. */
export interface Engine {
  /** "loops", "cpu", "wasm", … */
  readonly name: string;
  /** Of the library that does the work. */
  readonly version: string;
  readonly threads: number;
  /** Prepares a program; the same executable runs it any number of times. */
  compile(program: Program): Promise<Executable>;
  /** Puts variables where the engine can reach them. */
  store(values: Readonly<Record<string, Float32Array>>): Store;
}

/** Variables that live between runs, and are shared by all executables of one engine. */
export interface Store {
  /** Copies a variable out. */
  read(name: string): Promise<Float32Array>;
  /** Replaces a variable's numbers. */
  write(name: string, values: Float32Array): void;
  /** Frees the memory; the store is of no use afterwards. */
  close(): void;
}

/** A compiled program. */
export interface Executable {
  /**
   * Runs once: reads `feeds` (inputs and draws by name, row-major), gives the program's outputs by
   * name, and writes the program's updates to `store`. The arrays returned are the caller's.
   */
  run(
    feeds: Readonly<Record<string, Float32Array>>,
    store: Store,
  ): Promise<Record<string, Float32Array>>;
  /** Frees what the executable holds. */
  close(): void;
}
