/** A figure with its texts. */
import type { Figure } from "../figure.ts";
import type { Output } from "../output.ts";

/** Shows a figure: title, picture, caption. Its numbers are under `figures` in the JSON. */
export function figure(shown: Figure): Output {
  return {
    kind: "figure",
    figures: [shown],
    html: (context) => {
      const { title, caption } = shown;
      const head = title && `<h3 class="figure-title">${context.text(title)}</h3>`;
      const picture = head + context.picture(shown);
      // Without a caption of its own it stands in the frame of the caption in the lab's text.
      return caption === ""
        ? `<div class="figure">${picture}</div>`
        : `<figure class="figure">${picture}` +
          `<figcaption>${context.markdown(caption)}</figcaption></figure>`;
    },
    json: () => ({ title: shown.title }),
  };
}
