/** Checks the syntax of a line of code without running it. */

/**
 * Parses an expression as JavaScript; it is never run. A call with named arguments,
 * `f(a = 1, b = 2)`, has the same syntax in Python and in JavaScript, so that a missing comma, bracket
 * or quote is found in Python's, too.
 *
 * @returns The parser's message, such as `Expected ',', got 'filters'`; undefined if the syntax is
 * right.
 *
 * @example
 * ```ts
 * import { syntaxError } from "./syntax.ts";
 *
 * console.assert(await syntaxError("f(a = 1, b = 2)") === undefined);
 * console.assert(await syntaxError("f(a = 1 b = 2)") === "Expected ',', got 'b'");
 * ```
 */
export async function syntaxError(expression: string): Promise<string | undefined> {
  // The expression stands in a function that nothing calls, so that importing it runs nothing.
  const module = `export default () => (\n${expression}\n);`;
  try {
    await import(`data:text/javascript,${encodeURIComponent(module)}`);
  } catch (error) {
    const [first = ""] = String(error).split("\n");
    return first.replace(/^(\w*Error:? )+/, "");
  }
}
