/** The one way in which sentences show text from files; the language shows its values so, too. */
export { nameText, quoted, visible } from "../../dsl/quoted.ts";
