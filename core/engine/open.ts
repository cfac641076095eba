/** Engines by name. Each is imported only when it is opened, to keep the start short. */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { Engine } from "./engine.ts";

/** Options for opening any engine. */
export interface EngineOptions {
  /** How many threads compute; by default as many as the engine finds best. Only `native` has a choice. */
  readonly threads?: number;
  /** Receives one line when another engine computes than the fastest or the one that was named. */
  readonly tell?: (line: string) => void;
  /**
   * Lets `webgpu` run on a software adapter, which is slower than `wasm`: for tests. By default true
   * if the environment has CONVLAB_WEBGPU_SOFTWARE=1 and may be read.
   */
  readonly softwareAdapter?: boolean;
}

type Open = (options: EngineOptions) => Promise<Engine>;

const wasm: Open = async () => {
  const [{ tfjsEngine }, { wasmDevice }] = await Promise.all([
    import("./tfjs/engine.ts"),
    import("./tfjs/wasm.ts"),
  ]);
  return tfjsEngine(await wasmDevice());
};

function softwareAllowed(): boolean {
  const variable = "CONVLAB_WEBGPU_SOFTWARE";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" && Deno.env.get(variable) === "1";
}

const webgpu: Open = async (options) => {
  const [{ LostDevice, webgpuEngine }, { recovering }] = await Promise.all([
    import("./tfjs/webgpu.ts"),
    import("./recovering.ts"),
  ]);
  const attempt = await webgpuEngine({ software: options.softwareAdapter ?? softwareAllowed() });
  if ("engine" in attempt) {
    return recovering(attempt.engine, {
      isLost: (error) => error instanceof LostDevice,
      replacement: () => wasm(options),
      tell: options.tell,
    });
  }
  options.tell?.(`Using the engine wasm: ${attempt.reason}.`);
  return wasm(options);
};

const engines: Readonly<Record<string, Open>> = {
  auto: async (options) => {
    const { NativeUnavailableError, nativeEngine } = await import("./native/mod.ts");
    try {
      return await nativeEngine(options);
    } catch (error) {
      if (!(error instanceof NativeUnavailableError)) throw error;
      options.tell?.(`Using the engine wasm: ${error.reason}`);
      return wasm(options);
    }
  },
  native: async (options) => (await import("./native/mod.ts")).nativeEngine(options),
  wasm,
  webgpu,
  cpu: async () => {
    const [{ tfjsEngine }, { cpuDevice }] = await Promise.all([
      import("./tfjs/engine.ts"),
      import("./tfjs/cpu.ts"),
    ]);
    return tfjsEngine(cpuDevice());
  },
  simd: async () => {
    const [{ simdEngine }, { winograd }] = await Promise.all([
      import("./simd/engine/engine.ts"),
      import("./simd/winograd_method.ts"),
    ]);
    const engine = simdEngine(Deno.version.v8, { winograd });
    if (engine) return engine;
    throw new UserError(
      "Cannot use the engine simd: expected WebAssembly with vectors, found none. Use --engine loops.",
    );
  },
  loops: async () => (await import("./loops.ts")).loopsEngine(Deno.version.v8),
};

/** The names that {@linkcode openEngine} takes: `auto` opens the fastest engine that loads. */
export const engineNames: readonly string[] = Object.keys(engines);

/**
 * Opens an engine.
 *
 * @param name one of {@linkcode engineNames}; `auto` and `webgpu` fall back to `wasm` where the
 * machine lacks what they need, and then pass the reason to `options.tell`
 * @throws {UserError} If no engine has this name, or if `native` is named and unavailable.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { name, threads } = await openEngine("loops");
 * assertEquals([name, threads], ["loops", 1]);
 * ```
 */
export function openEngine(name: string, options: EngineOptions = {}): Promise<Engine> {
  const open = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (open) return open(options);
  throw new UserError(
    `Cannot use the engine ${quoted(name)}: expected one of ${engineNames.join(", ")}.`,
  );
}
