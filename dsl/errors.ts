import { visible } from "./quoted.ts";

/**
 * An error that a user can cause and correct. Its message says what went wrong and where, what was
 * expected, what was found, and what to do. Programs print the message alone and exit with code 2.
 *
 * The message is one line without control characters, whatever paths and names it repeats: see
 * `visible`. Text that stands in quotation marks goes through `quoted` besides.
 */
export class UserError extends Error {
  /** "UserError". */
  override readonly name: string = "UserError";

  /** An error of one sentence, whose characters that cannot be seen are written as `\u…`. */
  constructor(message?: string, options?: ErrorOptions) {
    super(message === undefined ? undefined : visible(message), options);
  }
}
