/**
 * The engine `native`: a program becomes one ONNX model, and ONNX Runtime runs it in one call.
 *
 * @see https://onnxruntime.ai
 */
import { UserError } from "../../../dsl/errors.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { Program } from "../../graph/program.ts";
import type { Engine, Executable, Store } from "../engine.ts";
import { type Compiled, compileProgram, type Port } from "./compile.ts";
import { COLUMN_LIMITS, type ColumnLimits } from "./passes/columns.ts";
import {
  LibraryError,
  loadRuntime,
  nativeUnavailable,
  type Runtime,
  type Session,
  type Tensor,
} from "./runtime.ts";
import { NativeStore } from "./store.ts";
import { physicalCores } from "./threads.ts";

export { nativeUnavailable };

/** The engine's options. */
export interface NativeOptions {
  /** How many threads compute; by default one per physical core. The last bits of results depend on it. */
  readonly threads?: number;
  /** How much memory convolutions may take for their columns. */
  readonly limits?: ColumnLimits;
}

class NativeExecutable implements Executable {
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

/** Thrown if ONNX Runtime cannot be used here. */
export class NativeUnavailableError extends UserError {
  /** @param reason One sentence. */
  constructor(readonly reason: string) {
    super(`Cannot open the engine native: ${reason} Use the engine wasm instead.`);
  }
}

/**
 * Loads ONNX Runtime and opens the engine.
 *
 * @param load Loads the library.
 * @throws {NativeUnavailableError} If ONNX Runtime has no binary for this platform, lacks a permission,
 * or is missing or damaged.
 */
export async function nativeEngine(
  { threads = physicalCores(), limits = COLUMN_LIMITS }: NativeOptions = {},
  load = loadRuntime,
): Promise<Engine> {
  const reason = nativeUnavailable();
  if (reason !== undefined) throw new NativeUnavailableError(reason);
  const runtime = await load().catch((error) => {
    if (!(error instanceof LibraryError)) throw error;
    throw new NativeUnavailableError(
      `ONNX Runtime does not load (${error.message}); install it again with deno ci.`,
    );
  });
  return {
    name: "native",
    version: `onnxruntime ${runtime.version}`,
    threads,
    store: (values) => new NativeStore(values),
    async compile(program: Program) {
      const compiled = compileProgram(program, limits);
      const session = await runtime.session(compiled.model, threads);
      return new NativeExecutable(runtime, session, compiled);
    },
  };
}
