/**
 * An error that a user can cause and correct. Its message says what went wrong and where, what was
 * expected, what was found, and what to do. Programs print the message alone and exit with code 2.
 */
export class UserError extends Error {
  /** "UserError". */
  override readonly name: string = "UserError";
}
