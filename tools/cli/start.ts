/** Runs labs as separate processes, and passes Ctrl-C on to them. */
import { UserError } from "../../dsl/errors.ts";
import { root } from "./paths.ts";

/**
 * Runs `deno run` with these arguments in the project's folder.
 *
 * @param signal Interrupts the process when aborted.
 * @returns The exit code.
 * @throws {UserError} If there is no deno in PATH.
 */
export async function runDeno(args: readonly string[], signal?: AbortSignal): Promise<number> {
  const child = spawn(args);
  const stop = () => {
    try {
      child.kill("SIGINT");
    } catch { /* the process has just ended */ }
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
      "Cannot start deno: expected it in PATH, found none. Install Deno, or start " +
        "the task with npx --yes deno@2.9.6 task.",
    );
  }
}

/** The state of Ctrl-C, which ends nothing before the running lab has written its report. */
export interface Interruption {
  /** Aborted when the running lab must be interrupted. */
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
}

/** Listens for Ctrl-C from now on, instead of ending. */
export function onInterrupt(): Interruption {
  const stop = new AbortController();
  let interrupted = false;
  Deno.addSignalListener("SIGINT", () => {
    interrupted = true;
    // A terminal sends Ctrl-C to the lab, too; a second signal would stop it before its report is written.
    if (!Deno.stdin.isTerminal()) stop.abort();
  });
  return { signal: stop.signal, interrupted: () => interrupted };
}
