/** Whether a line of code can be read at all, without running it. */

/**
 * What the parser says against `expression`, such as `Expected ',', got 'filters'`; undefined if it
 * can be read. A call with named arguments is read alike in Python and JavaScript, `f(a = 1, b = 2)`,
 * so a missing comma, bracket or quote is found in either. The code is never run.
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
  // Inside a function that nobody calls.
  const module = `export default () => (\n${expression}\n);`;
  try {
    await import(`data:text/javascript,${encodeURIComponent(module)}`);
  } catch (error) {
    const [first = ""] = String(error).split("\n");
    return first.replace(/^(\w*Error:? )+/, "");
  }
}
