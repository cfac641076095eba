/** The interface of every engine: it compiles programs and stores their variables. */
import type { Program } from "../graph/program.ts";
import type { TrainingStep } from "./step.ts";

/** Executes programs. Its memory, its threads and the library behind it stay hidden. */
export interface Engine {
  /** Its name in a report, such as "native", "wasm" or "loops". */
  readonly name: string;
  /** The version of the library that computes. */
  readonly version: string;
  /** How many threads compute. The last bits of a result may depend on it. */
  readonly threads: number;
  /**
   * Into how many shares it cuts the batch of a training step that is large enough; absent if it never
   * does. The last bits of a result depend on it.
   */
  readonly shares?: number;
  /**
   * Prepares a program, which the executable then runs any number of times.
   *
   * @throws {RangeError} If the engine lacks one of the program's primitives.
   */
  compile(program: Program, options?: CompileOptions): Promise<Executable>;
  /**
   * Prepares a training step, in shares or as the one program that it also is. Absent where that
   * makes no difference.
   *
   * @throws {RangeError} If the engine lacks one of the step's primitives.
   */
  compileStep?(step: TrainingStep): Promise<Executable>;
  /**
   * Copies variables into the engine's memory.
   *
   * @param values each variable's numbers in row-major order, by its name
   */
  store(values: Readonly<Record<string, Float32Array>>): Store;
}

/** What the caller knows of the runs to come. */
export interface CompileOptions {
  /**
   * Whether the variables will keep their numbers for so many runs that a slow preparation pays. They
   * may change nevertheless; the next run then prepares again. Some engines make no difference.
   */
  readonly frozen?: boolean;
}

/** Variables that live between runs. All executables of one engine can share a store. */
export interface Store {
  /**
   * A copy of a variable's numbers, in row-major order.
   *
   * @throws {RangeError} If the store has no such variable.
   */
  read(name: string): Promise<Float32Array>;
  /** Replaces a variable's numbers by a copy of `values`, in row-major order. */
  write(name: string, values: Float32Array): void;
  /** Frees the memory. The store cannot be used afterwards. */
  close(): void;
}

/** A compiled program. */
export interface Executable {
  /**
   * Runs the program once, and writes its updates to `store`.
   *
   * @param feeds the numbers of all inputs and draws in row-major order, by name
   * @param store a store of the same engine with the program's variables
   * @returns the program's outputs in row-major order, by name; the arrays belong to the caller
   * @throws {RangeError} If a feed or variable is missing or has the wrong length.
   * @throws {TypeError} If the store belongs to another engine.
   */
  run(
    feeds: Readonly<Record<string, Float32Array>>,
    store: Store,
  ): Promise<Record<string, Float32Array>>;
  /** Frees the executable's memory. It cannot be used afterwards. */
  close(): void;
}
