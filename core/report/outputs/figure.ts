/** A figure with its texts. */
import { escapeHtml } from "../html.ts";
import type { Figure } from "../figure.ts";
import type { Output } from "../output.ts";

/** Shows a figure: title, picture, caption. Its numbers are under `figures` in the JSON. */
export function figure(shown: Figure): Output {
  return {
    kind: "figure",
    figures: [shown],
    html: (context) =>
      `<figure class="figure"><h3 class="figure-title">${escapeHtml(shown.title)}</h3>` +
      context.picture(shown) +
      `<figcaption>${context.markdown(shown.caption)}</figcaption></figure>`,
    json: () => ({ title: shown.title }),
  };
}
