/** Runs labs as separate processes, and passes signals on to them. */
import { type EndingSignal, onSignals } from "../../core/lab/failure.ts";
import { UserError } from "../../dsl/errors.ts";
import { root } from "./paths.ts";

/**
 * Runs `deno run` with these arguments in the project's folder.
 *
 * @param signal Ends the process when aborted, by the signal that is the reason; without one by
 * SIGINT.
 * @returns The exit code.
 * @throws {UserError} If there is no deno in PATH.
 */
export async function runDeno(args: readonly string[], signal?: AbortSignal): Promise<number> {
  const child = spawn(args);
  const stop = () => {
    const { reason } = signal ?? {};
    try {
      child.kill(reason === "SIGTERM" || reason === "SIGHUP" ? reason : "SIGINT");
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

/** The state of signals, which end nothing before the running lab has written its report. */
export interface Interruption {
  /** Aborted when the running lab must be interrupted; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** The first signal that came. */
  readonly interrupted: () => EndingSignal | undefined;
}

/**
 * Listens for signals from now on, instead of ending.
 *
 * @param then Called once, after the running lab was told.
 */
export function onInterrupt(then: (signal: EndingSignal) => void = () => {}): Interruption {
  const stop = new AbortController();
  let first: EndingSignal | undefined;
  onSignals((signal) => {
    const again = first !== undefined;
    first ??= signal;
    // A terminal sends Ctrl-C to the lab, too; a second signal would stop it before its report is written.
    if (signal !== "SIGINT" || !Deno.stdin.isTerminal()) stop.abort(signal);
    if (!again) then(signal);
  });
  return { signal: stop.signal, interrupted: () => first };
}
