/** Starts labs as programs of their own, and hands Ctrl-C on to them. */
import { UserError } from "../../dsl/errors.ts";
import { root } from "./paths.ts";

/** Runs `deno run` with these arguments in the project's folder; resolves to the exit code. */
export async function runDeno(args: readonly string[], signal?: AbortSignal): Promise<number> {
  const child = spawn(args);
  const stop = () => {
    try {
      child.kill("SIGINT");
    } catch { /* it has just ended */ }
  };
  signal?.addEventListener("abort", stop);
  try {
    return (await child.status).code;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function spawn(args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command("deno", { args: ["run", "--no-prompt", ...args], cwd: root }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UserError(
      "Cannot start deno: expected it in PATH, found none; install Deno or put " +
        "`npx --yes deno@2.9.6 task` in front.",
    );
  }
}

/** What Ctrl-C does here: nothing ends before the running lab has written its report. */
export interface Interruption {
  /** Aborted when a running lab has to be told. */
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
}

/** Listens for Ctrl-C from now on. */
export function onInterrupt(): Interruption {
  const stop = new AbortController();
  let interrupted = false;
  Deno.addSignalListener("SIGINT", () => {
    interrupted = true;
    // On a terminal the system sends Ctrl-C to the lab too; a second one would cut its report off.
    if (!Deno.stdin.isTerminal()) stop.abort();
  });
  return { signal: stop.signal, interrupted: () => interrupted };
}
