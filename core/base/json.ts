/** Checks of JSON that `JSON.parse` does not make. */

/** Whether a parsed value is an object: neither null nor an array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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
