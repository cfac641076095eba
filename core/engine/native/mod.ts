/**
 * The engine `native`: a program becomes one ONNX model, and ONNX Runtime runs it in one call.
 *
 * @see https://onnxruntime.ai
 */
import { UserError } from "../../../dsl/errors.ts";
import type { Program } from "../../graph/program.ts";
import type { CompileOptions, Engine, Executable } from "../engine.ts";
import type { TrainingStep } from "../step.ts";
import { compileProgram } from "./compile.ts";
import { NativeExecutable } from "./executable.ts";
import { FrozenExecutable } from "./frozen_executable.ts";
import { COLUMN_LIMITS, type ColumnLimits } from "./passes/columns.ts";
import type { StartWorker } from "./parallel/group.ts";
import { PART_LIMITS, type PartLimits } from "./parallel/parts.ts";
import { RankWorker } from "./parallel/rank_worker.ts";
import {
  SharedSteps,
  type ShareFrom,
  WorkersUnavailable,
  worthSharing,
} from "./parallel/shared_steps.ts";
import { LibraryError, loadRuntime, nativeUnavailable } from "./runtime.ts";
import { NativeStore } from "./store.ts";
import { physicalCores } from "./threads.ts";
import { VectorMemory } from "./vector_pass.ts";

export { nativeUnavailable };

/**
 * Measured on two cores, against one session with two threads: convolutional networks take 0.58 to 0.8
 * of the time, down to a step of 2 ms. Networks of dense layers gain nothing: their gradients are as
 * large as their work is little. Workers take about 0.1 s to start.
 */
export const SHARE_FROM: ShareFrom = { step: 20e6, weight: 130, training: 400 };

/** The engine's options. */
export interface NativeOptions {
  /** How many threads compute; by default one per physical core. The last bits of results depend on it. */
  readonly threads?: number;
  /**
   * Into how many shares the batch of a large training step is cut, each for one thread; by default as
   * many as there are threads. The last bits of results depend on it, too.
   */
  readonly shares?: number;
  /** Which training steps are large enough. */
  readonly shareFrom?: ShareFrom;
  /** How large the parts are in which a thread computes its share. */
  readonly partLimits?: PartLimits;
  /** Receives one line if the threads that compute shares do not start. */
  readonly tell?: (line: string) => void;
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
 * @param startWorker Starts a thread that computes shares.
 * @throws {NativeUnavailableError} If ONNX Runtime has no binary for this platform, lacks a permission,
 * or is missing or damaged.
 */
export async function nativeEngine(
  options: NativeOptions = {},
  load = loadRuntime,
  startWorker: StartWorker = (setup) => new RankWorker(setup),
): Promise<Engine> {
  const { threads = physicalCores(), shares = threads, limits = COLUMN_LIMITS } = options;
  const { shareFrom = SHARE_FROM, partLimits = PART_LIMITS, tell } = options;
  const reason = nativeUnavailable();
  if (reason !== undefined) throw new NativeUnavailableError(reason);
  const runtime = await load().catch((error) => {
    if (!(error instanceof LibraryError)) throw error;
    throw new NativeUnavailableError(
      `ONNX Runtime does not load (${error.message}); install it again with deno ci.`,
    );
  });
  const vectors = VectorMemory.open();
  const sharing = { ranks: shares, from: shareFrom, limits, partLimits, startWorker };
  const steps = new SharedSteps(runtime, sharing);
  const compile = async (program: Program, { frozen = false }: CompileOptions = {}) => {
    if (frozen && program.updates.size === 0) {
      return new FrozenExecutable(runtime, threads, program);
    }
    const compiled = compileProgram(program, { limits, passes: vectors !== undefined });
    const session = await runtime.session(compiled.model, threads);
    return new NativeExecutable(runtime, session, compiled, vectors);
  };
  let available = true;
  return {
    name: "native",
    version: `onnxruntime ${runtime.version}`,
    threads,
    ...(shares > 1 && { shares }),
    store: (values) => new NativeStore(values),
    compile,
    async compileStep(step: TrainingStep): Promise<Executable> {
      if (!available || !worthSharing(step, sharing)) return await compile(step.whole);
      try {
        return await steps.compile(step);
      } catch (error) {
        if (!(error instanceof WorkersUnavailable)) throw error;
        available = false;
        tell?.(`Training in one session of ONNX Runtime: no worker starts (${error.message}).`);
        return await compile(step.whole);
      }
    },
  };
}
