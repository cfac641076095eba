/** Text from files and from the command line, as a sentence may show it. */

/** Longer text is cut: a sentence names it, and need not repeat it. */
const LONGEST = 60;

/**
 * Characters that move the cursor, begin a new line, turn the direction of writing or cannot be seen:
 * control and format characters, line and paragraph separators, characters that Unicode lets a
 * display ignore, and halves of a surrogate pair.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The text on one line, with each character that cannot be seen as `\u…`, also those that change
 * where or in which direction the others stand.
 *
 * @example
 * ```ts
 * import { visible } from "./quoted.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(visible("a\u001b[2J\u202eb"), "a\\u001b[2J\\u202eb");
 * ```
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (unseen) =>
    Array.from(
      { length: unseen.length },
      (_, i) => `\\u${unseen.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""));
}

/** The name as it is where it is plainly a name; else quoted. */
export const nameText = (name: string): string => /^[\w$-]{1,40}$/.test(name) ? name : quoted(name);

/**
 * Quotes text that a file or a user chose, so that it stays on one line and cannot pass for a part
 * of the sentence: in quotation marks as in JSON, with the characters that cannot be seen as
 * `\u…`, cut after 60 characters.
 *
 * @example
 * ```ts
 * import { quoted } from "./quoted.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quoted('a "b"\n\u202e'), '"a \\"b\\"\\n\\u202e"');
 * assertEquals(quoted("x".repeat(100)), `"${"x".repeat(60)}…"`);
 * ```
 */
export function quoted(text: string): string {
  const shown: string[] = [];
  for (const character of text) {
    if (shown.length === LONGEST) {
      shown.push("…");
      break;
    }
    shown.push(visible(JSON.stringify(character).slice(1, -1)));
  }
  return ['"', ...shown, '"'].join("");
}
