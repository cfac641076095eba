/** The script with which live figures compute in the page. */

/**
 * Reads the script, which sets the global `convlab` (`core/live/tools.ts`). A page that carries it
 * needs `'wasm-unsafe-eval'` in its policy; without it, the script computes with slower loops.
 */
export function pageScript(): Promise<string> {
  return Deno.readTextFile(new URL("convlab.generated.js", import.meta.url));
}
