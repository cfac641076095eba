/** The one class of errors that a user can cause and mend; the language throws it, too. */
export { UserError } from "../../dsl/errors.ts";
