/**
 * The script that pages with live figures carry: `deno task bundle:page` bundles it into one file.
 * Scripts of a page that is opened from a folder cannot import each other, so they find what it gives
 * as the global `convlab`.
 */
import { type PageTools, pageTools } from "./tools.ts";

(globalThis as { convlab?: PageTools }).convlab = pageTools();
