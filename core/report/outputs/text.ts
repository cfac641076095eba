/** Lines as a program prints them. */
import { escapeHtml } from "../html.ts";
import type { Output } from "../output.ts";

/** Printed lines, kept as they are. */
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

/** Lines without columns may be broken where they are too long; a printed table may not. */
function isSentence(lines: string): boolean {
  return !/\S {2,}\S/.test(lines) && !/^\s/m.test(lines);
}
