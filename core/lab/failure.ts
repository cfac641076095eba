/** What becomes of an error that nobody caught. */
import { UserError } from "../base/errors.ts";

/** Exit codes as shells know them: 2 for a mistake of the user's, 130 for Ctrl-C. */
export const EXIT = { user: 2, interrupted: 130 } as const;

/** Thrown where work was left off because of Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Prints a UserError, or what Deno was not allowed, as one sentence and exits with 2; hands an
 * interruption to `interrupted`. Anything else is a bug of ours and keeps its stack trace.
 */
export async function fail(
  error: unknown,
  debug: boolean,
  interrupted?: () => Promise<void>,
): Promise<void> {
  if (error instanceof Interrupted) {
    await interrupted?.();
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

/** What Deno did not allow, and how a lab gets it. */
function refusal({ message }: Error): string {
  // "Requires write access to "reports", run again with the --allow-write flag"
  const [, access] = /^Requires (.+), run again/.exec(message) ?? [];
  return `Cannot go on: expected ${access ?? message}, which Deno was not allowed; start the lab ` +
    "with the permissions in its header, or by deno task lab.";
}

/** Sends every error that reaches the top of the program to `handle`. */
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
