/** Engines by name. Each is imported only when it is opened: start-up counts. */
import { UserError } from "../base/errors.ts";
import type { Engine } from "./engine.ts";

/** What can be said to any engine. */
export interface EngineOptions {
  /** How many threads compute; by default what the engine finds best. */
  readonly threads?: number;
  /** Told, in one line, why another engine computes than the fastest, or the one asked for. */
  readonly tell?: (line: string) => void;
  /**
   * Lets `webgpu` run on an adapter that is software, for tests: slower than `wasm`. By default what
   * the environment's CONVLAB_WEBGPU_SOFTWARE=1 says, where it may be read.
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
      instead: () => wasm(options),
      tell: options.tell,
    });
  }
  options.tell?.(`The engine wasm computes: ${attempt.reason}.`);
  return wasm(options);
};

const engines: Readonly<Record<string, Open>> = {
  auto: async (options) => {
    const { nativeUnavailable, nativeEngine } = await import("./native/mod.ts");
    const reason = nativeUnavailable();
    if (reason === undefined) return nativeEngine(options);
    options.tell?.(`The engine wasm computes: ${reason}`);
    return wasm(options);
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
  loops: async () => (await import("./loops.ts")).loopsEngine(),
};

/** The engines there are; `auto` takes the fastest that loads. */
export const engineNames: readonly string[] = Object.keys(engines);

/** Opens an engine. Throws a UserError for a name that none has, or if the engine can't be had. */
export function openEngine(name: string, options: EngineOptions = {}): Promise<Engine> {
  const open = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (open) return open(options);
  throw new UserError(
    `Cannot use the engine "${name}": expected one of ${engineNames.join(", ")}.`,
  );
}
