/** A remark that a run makes, as against the prose that is always there. */
import type { Output } from "../output.ts";

/** A note in Markdown; a `warning` asks for attention. */
export function note(markdown: string, tone: "note" | "warning" = "note"): Output {
  return {
    kind: "note",
    html: (context) =>
      `<aside class="note ${tone}"${tone === "warning" ? ' role="note"' : ""}>` +
      `${context.markdown(markdown)}</aside>`,
    json: () => ({ tone, markdown }),
  };
}
