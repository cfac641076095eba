/**
 * The engine `native`: a program becomes one ONNX model, and ONNX Runtime runs it in one call.
 *
 * @see https://onnxruntime.ai
 */
import { UserError } from "../../../dsl/errors.ts";
import type { Program } from "../../graph/program.ts";
import type { CompileOptions, Engine } from "../engine.ts";
import { compileProgram } from "./compile.ts";
import { NativeExecutable } from "./executable.ts";
import { FrozenExecutable } from "./frozen_executable.ts";
import { COLUMN_LIMITS, type ColumnLimits } from "./passes/columns.ts";
import { LibraryError, loadRuntime, nativeUnavailable } from "./runtime.ts";
import { NativeStore } from "./store.ts";
import { physicalCores } from "./threads.ts";
import { VectorMemory } from "./vector_pass.ts";

export { nativeUnavailable };

/** The engine's options. */
export interface NativeOptions {
  /** How many threads compute; by default one per physical core. The last bits of results depend on it. */
  readonly threads?: number;
  /** How much memory convolutions may take for their columns. */
  readonly limits?: ColumnLimits;
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
  const vectors = VectorMemory.open();
  return {
    name: "native",
    version: `onnxruntime ${runtime.version}`,
    threads,
    store: (values) => new NativeStore(values),
    async compile(program: Program, { frozen = false }: CompileOptions = {}) {
      if (frozen && program.updates.size === 0) {
        return new FrozenExecutable(runtime, threads, program);
      }
      const compiled = compileProgram(program, { limits, passes: vectors !== undefined });
      const session = await runtime.session(compiled.model, threads);
      return new NativeExecutable(runtime, session, compiled, vectors);
    },
  };
}
