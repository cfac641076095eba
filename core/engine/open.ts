/** Engines by name. Each is imported only when it is opened: start-up counts. */
import { UserError } from "../../dsl/errors.ts";
import type { Engine } from "./engine.ts";

const engines = {
  wasm: async () => {
    const [{ tfjsEngine }, { wasmDevice }] = await Promise.all([
      import("./tfjs/engine.ts"),
      import("./tfjs/wasm.ts"),
    ]);
    return tfjsEngine(await wasmDevice());
  },
  cpu: async () => {
    const [{ tfjsEngine }, { cpuDevice }] = await Promise.all([
      import("./tfjs/engine.ts"),
      import("./tfjs/cpu.ts"),
    ]);
    return tfjsEngine(cpuDevice());
  },
  loops: async () => (await import("./loops.ts")).loopsEngine(),
} satisfies Record<string, () => Promise<Engine>>;

/** The engines there are. */
export const engineNames: readonly string[] = Object.keys(engines);

/** Opens an engine. Throws a UserError for a name that none has. */
export function openEngine(name: string): Promise<Engine> {
  const open = new Map(Object.entries<() => Promise<Engine>>(engines)).get(name);
  if (open) return open();
  throw new UserError(
    `Cannot use the engine "${name}": expected one of ${engineNames.join(", ")}.`,
  );
}
