/** Plotly inside the page: compressed, so that a page stays under a megabyte. */
import { gzipSync } from "node:zlib";
import { quoted } from "../../base/quoted.ts";
import { plotlyPath } from "../static/plotly_path.ts";

/** Plotly's script as the page runs it, and as the page carries it. */
export interface PlotlyBundle {
  readonly script: string;
  /** The script, compressed with gzip, in base64. */
  readonly packed: string;
}

/**
 * The function in Plotly's bundle that sets an attribute to a constant: D3's `selection.attr()`.
 * Plotly sets the `style` attribute nowhere else: to `""` for the bands of a colour bar, and to
 * `font-weight:bold` and the like for marked-up text.
 */
const SETS_ATTRIBUTE = "function L(){this.setAttribute(h,g)}";

/** The same, but a style goes through the CSSOM, which a Content-Security-Policy permits. */
const SETS_STYLE_BY_PROPERTY =
  'function L(){h==="style"?this.style.cssText=g:this.setAttribute(h,g)}';

/**
 * Plotly's script for a page whose policy refuses style attributes: one function is replaced. The
 * alternatives are to replace `Element.prototype.setAttribute` for the whole page, or to permit
 * inline styles by `unsafe-inline` or `unsafe-hashes`.
 *
 * @throws {Error} If the function is not in the script exactly once, as in another version of Plotly.
 */
export function withoutStyleAttributes(script: string): string {
  const parts = script.split(SETS_ATTRIBUTE);
  if (parts.length !== 2) {
    throw new Error(
      `Cannot adapt Plotly to the page's policy: expected ${quoted(SETS_ATTRIBUTE)} once, ` +
        `found it ${parts.length - 1} times. Find how this version sets attributes.`,
    );
  }
  return parts.join(SETS_STYLE_BY_PROPERTY);
}

/** Reads Plotly's bundle, adapts it to the page's policy and compresses it. */
export async function plotlyBundle(): Promise<PlotlyBundle> {
  const script = withoutStyleAttributes(await Deno.readTextFile(plotlyPath()));
  return { script, packed: gzipSync(script, { level: 9 }).toString("base64") };
}
