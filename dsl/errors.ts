/**
 * An error that a user can cause and mend: one sentence that says what went wrong, where, what was
 * expected, what was found and what to do. Programs print the sentence alone and exit with code 2.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
