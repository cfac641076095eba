/** The engine of a program that `processCase` runs: its arguments are the name and the threads. */
import type { Engine } from "../core/engine/engine.ts";
import { openEngine } from "../core/engine/open.ts";

export const engineFromArguments = ([name = "auto", threads] = Deno.args): Promise<Engine> =>
  openEngine(name, threads ? { threads: Number(threads) } : {});
