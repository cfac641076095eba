/** A figure that answers the reader's hand: the page computes it, and the run draws it. */
import { escapeHtml } from "../html.ts";
import type { Figure } from "../figure.ts";
import { islandJson, type Json } from "../json.ts";
import type { Output } from "../output.ts";

/** What a live figure consists of. */
export interface LiveInput {
  /** The figure's kind: a name of `core/report/live/figures.ts`. */
  readonly figure: string;
  /** Its name in the page's address, unique on the page. */
  readonly name: string;
  /** What the figure in the page begins with. */
  readonly data: Json;
  /** What the run drew: shown on paper, where scripts are off, and until the figure is live. */
  readonly still: readonly Figure[];
  /** What stands for the figure besides, or instead of, pictures: a table, for example. */
  readonly table?: Output;
  /** What the run computed with these data; the page's numbers are compared with it. */
  readonly computed: Json;
}

/** Shows a live figure. */
export function live({ figure, name, data, still, table, computed }: LiveInput): Output {
  return {
    kind: "live",
    figures: still,
    html: (context) =>
      `<figure class="figure" data-live="${escapeHtml(figure)}" data-name="${escapeHtml(name)}" ` +
      `id="live-${escapeHtml(name)}"><div class="still">${
        still.map((each) => context.picture(each)).join("") + (table?.html(context) ?? "")
      }</div><script type="application/json">${islandJson(data)}</script></figure>`,
    json: () => ({ figure, name, computed }),
  };
}
