/** How an error that nobody caught ends a program: its message and its exit code. */
import { UserError } from "../base/errors.ts";

/** Exit codes by the convention of shells: 2 for a user's mistake, 130 for Ctrl-C. */
export const EXIT = { user: 2, interrupted: 130 } as const;

/** Thrown where Ctrl-C left a lab without the result that it needs to go on. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Ends the program because of an error. A UserError, or a permission that Deno refused, is printed as
 * one sentence and exits with 2. After an `Interrupted` the program calls `onInterrupted` and exits
 * with 130. Any other error is a bug of ours: it is printed with its stack trace and exits with 1.
 *
 * @param debug Whether a UserError is printed with its stack trace, too.
 */
export async function exitWithError(
  error: unknown,
  debug: boolean,
  onInterrupted?: () => Promise<void>,
): Promise<void> {
  if (error instanceof Interrupted) {
    await onInterrupted?.();
    Deno.exit(EXIT.interrupted);
  }
  const refused = error instanceof Deno.errors.NotCapable;
  if (!(error instanceof UserError) && !refused) {
    console.error(error);
    Deno.exit(1);
  }
  console.error(refused ? refusal(error) : error.message);
  if (debug) console.error(error.stack);
  Deno.exit(EXIT.user);
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
