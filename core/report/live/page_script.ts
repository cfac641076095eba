/** The scripts of a page with live figures: what they compute with, and the figures themselves. */

/**
 * Reads the script that computes, which sets the global `convlab` (`core/live/tools.ts`). A page that
 * carries it needs `'wasm-unsafe-eval'` in its policy; without it, the script computes with slower
 * loops.
 */
export function pageScript(): Promise<string> {
  return Deno.readTextFile(new URL("convlab.generated.js", import.meta.url));
}

/** Reads the script of the figures, which needs the first one. */
export function figuresScript(): Promise<string> {
  return Deno.readTextFile(new URL("figures.generated.js", import.meta.url));
}
