/** How an error that nobody caught ends a program: its message and its exit code. */
import { UserError } from "../base/errors.ts";
import { visible } from "../base/quoted.ts";
import { problemOf } from "../report/unshown.ts";

/** Exit codes by the convention of shells: 2 for a user's mistake, 1 for a bug of ours. */
export const EXIT = { bug: 1, user: 2 } as const;

/** The signals that end a lab with a report, and the exit code of each: 128 and its number. */
export const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The name of a signal that ends a lab. */
export type EndingSignal = keyof typeof SIGNALS;

/**
 * Calls `handle` for each signal that asks a program to end: Ctrl-C, the system's, and the closing of
 * the terminal.
 */
export function onSignals(handle: (signal: EndingSignal) => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Windows knows no SIGTERM.
    if (Deno.build.os === "windows" && signal === "SIGTERM") continue;
    Deno.addSignalListener(signal, () => handle(signal));
  }
}

/** Thrown where a signal left a lab without the result that it needs to go on. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(readonly signal: EndingSignal = "SIGINT") {
    super();
  }
}

/**
 * Ends the program because of an error. A UserError, or a permission that Deno refused, is printed as
 * one sentence and exits with 2; `Interrupted` prints nothing and exits with its signal's code. Any
 * other error is a bug of ours: it is printed with its stack trace and exits with 1.
 *
 * @param debug Whether a UserError is printed with its stack trace, too.
 * @param keep Keeps what is there, before the program ends; receives the error's sentence, or nothing
 * after an `Interrupted`.
 */
export async function exitWithError(
  error: unknown,
  debug: boolean,
  keep?: (sentence?: string) => Promise<void>,
): Promise<void> {
  printError(error, debug);
  try {
    await keep?.(error instanceof Interrupted ? undefined : errorSentence(error));
  } catch (failure) {
    // A report that cannot be written may be the error itself.
    if (errorSentence(failure) !== errorSentence(error)) printError(failure, debug);
  }
  Deno.exit(exitCode(error));
}

/** The exit code of a program that ends with this error. */
export function exitCode(error: unknown): number {
  if (error instanceof Interrupted) return SIGNALS[error.signal];
  return isMistake(error) ? EXIT.user : EXIT.bug;
}

/** An error in one sentence. */
export function errorSentence(error: unknown): string {
  return error instanceof Deno.errors.NotCapable ? visible(refusal(error)) : problemOf(error);
}

const isMistake = (error: unknown): error is Error =>
  error instanceof UserError || error instanceof Deno.errors.NotCapable;

function printError(error: unknown, debug: boolean): void {
  if (error instanceof Interrupted) return;
  if (!isMistake(error)) return console.error(error);
  console.error(error instanceof UserError ? error.message : errorSentence(error));
  if (debug) console.error(error.stack);
}

/** Says which permission Deno refused, and how to give it to the lab. */
function refusal({ message }: Error): string {
  // "Requires write access to "reports", run again with the --allow-write flag"
  const [, access] = /^Requires (.+), run again/.exec(message) ?? [];
  return `Cannot go on: expected ${
    access ?? message
  }, found the permission refused; start the lab ` +
    "with the permissions in its header, or with deno task lab.";
}

/** Passes every error that reaches the top of the program to `handle`. */
export function onUncaught(handle: (error: unknown) => void): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    handle(event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    handle(event.error);
  });
}

/**
 * Calls `handle` where the program would end by itself, unless `done` then.
 *
 * @param handle Ends the program.
 */
export function onEndWithout(done: () => boolean, handle: () => void): void {
  globalThis.addEventListener("beforeunload", (event) => {
    if (done()) return;
    event.preventDefault();
    handle();
  });
}
