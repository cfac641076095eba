/** Checks of JSON that `JSON.parse` does not make, and parsed JSON in sentences. */
import { visible } from "./quoted.ts";

/** Whether a parsed value is an object: neither null nor an array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Deeper than any JSON that a program writes for another; deeper text is an attack or damage. */
export const MAX_DEPTH = 100;

/**
 * How deeply lists and objects are nested in `text`. Whoever walks through parsed JSON calls itself
 * once per level, and would run out of stack at a depth that the file chooses.
 *
 * @param text Valid JSON; of other text, an upper bound.
 *
 * @example
 * ```ts
 * import { depthOf } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(depthOf('{"[[": [[1], []]}'), 3);
 * ```
 */
export function depthOf(text: string): number {
  let [depth, deepest, quotes] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quotes) {
      if (character === "\\") i++;
      else if (character === '"') quotes = false;
    } else if (character === '"') quotes = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

/**
 * The first key that occurs twice in one object of `text`; undefined if there is none. `JSON.parse`
 * silently keeps the last value, so two programs may read the same file differently.
 *
 * @param text Valid JSON.
 *
 * @example
 * ```ts
 * import { duplicateKey } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(duplicateKey('{"a": {"b": 1}, "b": 2}'), undefined);
 * assertEquals(duplicateKey('{"a": 1, "\\u0061": 2}'), "a");
 * ```
 */
export function duplicateKey(text: string): string | undefined {
  // A string followed by a colon is a key; in valid JSON nothing else is.
  const tokens = text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g);
  const open: Set<string>[] = [];
  for (const [token, string, colon] of tokens) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (string !== undefined && colon !== undefined) {
      const key: string = JSON.parse(string);
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}

/** A longer value is cut in a sentence. */
const LONGEST = 60;

/**
 * A value of a file's JSON as a sentence may show it: on one line, cut after 60 characters.
 *
 * @param value Parsed JSON of at most {@linkcode MAX_DEPTH} levels; undefined where a key is missing.
 *
 * @example
 * ```ts
 * import { shownJson } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([shownJson([1, "a"]), shownJson(undefined)], ['[1,"a"]', "nothing"]);
 * ```
 */
export function shownJson(value: unknown): string {
  const characters = [...JSON.stringify(value) ?? "nothing"];
  const cut = characters.length > LONGEST;
  return visible(characters.slice(0, LONGEST).join("")) + (cut ? "…" : "");
}
