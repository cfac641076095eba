/** Opens the engine that a program of `processCase` gets as its arguments: name and threads. */
import type { Engine } from "../core/engine/engine.ts";
import { openEngine } from "../core/engine/open.ts";

export const engineFromArguments = ([name = "auto", threads] = Deno.args): Promise<Engine> =>
  openEngine(name, threads ? { threads: Number(threads) } : {});
