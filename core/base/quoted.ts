/** The one way in which sentences show text from files; the language shows its values so, too. */
export { quoted, visible } from "../../dsl/quoted.ts";
