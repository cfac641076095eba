/** A remark about this run, unlike the prose, which every run shows. */
import type { Output } from "../output.ts";

/** Shows a note in Markdown; a `warning` is set apart. */
export function note(markdown: string, tone: "note" | "warning" = "note"): Output {
  return {
    kind: "note",
    html: (context) => `<div class="note ${tone}" role="note">${context.markdown(markdown)}</div>`,
    json: () => ({ tone, markdown }),
  };
}
