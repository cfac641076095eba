/** Texts inside Plotly's pictures, which Plotly would read as markup and as templates. */
import { withoutControls } from "../html.ts";

/**
 * The text as Plotly must be given it to draw these very letters. Plotly takes `<a href=…>`,
 * `<span style=…>` and `<b>` for markup, `&lt;` for one letter, and `%{y}` for a value.
 *
 * @example
 * ```ts
 * import { plotlyText } from "./plotly_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(plotlyText("T-shirt & <b>"), "T-shirt & &lt;b>");
 * ```
 */
export function plotlyText(text: string): string {
  return withoutControls(text)
    .replace(/&(?=#?\w+;)/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("%{", "&#37;{");
}
