/** Lines as a program prints them. */
import { escapeHtml } from "../html.ts";
import type { Output } from "../output.ts";

/** Printed lines, kept as they are. */
export function text(lines: string | readonly string[]): Output {
  const all = typeof lines === "string" ? lines : lines.join("\n");
  return {
    kind: "text",
    html: () => `<pre class="printed" tabindex="0">${escapeHtml(all)}</pre>`,
    json: () => all,
  };
}
