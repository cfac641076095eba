/** What the user is told if a worker fails. */
import { UserError } from "../../../../dsl/errors.ts";

/** How long the news that a worker has ended may take, in milliseconds. */
const NEWS_MS = 500;
/** What is known of a worker that does not do what it was told. */
export const SILENT = "it does not answer";

/** The error for a training that lost a worker. */
export const workerFailed = (reason: string): UserError =>
  new UserError(
    `Cannot continue the training: a worker of the engine native failed (${reason}). Run the ` +
      "program again, or with --threads 1, which needs no worker.",
  );

/**
 * Waits for the news of which worker has ended; another worker may know it earlier than this thread.
 *
 * @param ended resolves with the reason for each worker that ends
 */
export async function reasonOf(ended: readonly Promise<string>[]): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve(SILENT), NEWS_MS);
  const reason = await Promise.race([...ended, late.promise]);
  clearTimeout(timer);
  return reason;
}
