/** Engines by name. Each is imported only when it is opened: start-up counts. */
import { UserError } from "../../dsl/errors.ts";
import type { Engine } from "./engine.ts";

/** What can be said to any engine. */
export interface EngineOptions {
  /** How many threads compute; by default what the engine finds best. */
  readonly threads?: number;
  /** Told, in one line, why `auto` did not take the fastest engine. */
  readonly tell?: (line: string) => void;
}

type Open = (options: EngineOptions) => Promise<Engine>;

const wasm: Open = async () => {
  const [{ tfjsEngine }, { wasmDevice }] = await Promise.all([
    import("./tfjs/engine.ts"),
    import("./tfjs/wasm.ts"),
  ]);
  return tfjsEngine(await wasmDevice());
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
