/** Texts inside Plotly's pictures, which Plotly would read as markup and as templates. */
import { withoutControls } from "../html.ts";

/**
 * The text as Plotly must be given it to draw these very letters. Plotly takes `<a href=…>`,
 * `<span style=…>` and `<b>` for markup, `&lt;` for one letter, `%{y}` for a value, and `$n$` for maths, for which it would ask for
 * a library that no page has.
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
    .replaceAll("%{", "&#37;{")
    .replace(/\$(?=.*\$)/gs, "&#36;");
}
