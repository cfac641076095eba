/** Lines of text as a program prints them. */
import { escapeHtml } from "../html.ts";
import type { Output } from "../output.ts";

/** Shows printed lines, with their spaces and line breaks. */
export function text(lines: string | readonly string[]): Output {
  const all = typeof lines === "string" ? lines : lines.join("\n");
  return {
    kind: "text",
    html: () =>
      `<pre class="printed${isSentence(all) ? " wraps" : ""}" tabindex="0">${
        escapeHtml(all)
      }</pre>`,
    json: () => all,
  };
}

/** Whether long lines may wrap: sentences may, a table made of spaces may not. */
function isSentence(lines: string): boolean {
  return !/\S {2,}\S/.test(lines) && !/^\s/m.test(lines);
}
