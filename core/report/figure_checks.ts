/** What a figure must not contain, however it was made: see `plotlyText` for what it may. */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { type Figure, figureName } from "./figure.ts";
import type { Json } from "./json.ts";

/** The markup that our own figures use, without attributes. */
const ALLOWED = /^<(?:\/?(?:b|i|sub|sup|extra)|br)>$/;

/** Pictures inside the page, as `pngAddress` makes them. */
const PICTURE = /^data:image\/png;base64,[\w+/=]*$/;

/**
 * Checks that a figure's texts contain no markup but `<b>`, `<i>`, `<sub>`, `<sup>` and `<br>`, and
 * that its pictures are in the page: Plotly would make links and styles of them.
 *
 * @throws {UserError} If one of them does; the message names the figure and what was found.
 */
export function checkFigureContents(figure: Figure): void {
  const { traces, layout, frames, still } = figure;
  for (
    const { text, key } of strings([
      traces,
      layout,
      frames?.steps.map(({ data }) => data) ?? [],
      still?.traces ?? [],
      still?.layout ?? {},
    ])
  ) {
    const odd = text.match(/<[^<>]*>/g)?.find((tag) => !ALLOWED.test(tag));
    if (odd !== undefined) {
      refuse(
        figure,
        `texts without markup but <b>, <i>, <sub>, <sup> and <br>, found ${
          quoted(odd)
        }. Write < as &lt;`,
      );
    }
    if (key === "source" && !PICTURE.test(text)) {
      refuse(figure, `pictures as PNG in data: addresses, found ${quoted(text)}. Use imageFigure`);
    }
  }
}

function refuse(figure: Figure, problem: string): never {
  throw new UserError(`${figureName("Figure", figure)} (${figure.kind}): expected ${problem}.`);
}

/** All strings inside a value, each with the name of the property that contains it. */
function* strings(value: Json, key = ""): Generator<{ text: string; key: string }> {
  if (typeof value === "string") yield { text: value, key };
  else if (typeof value === "object" && value !== null) {
    // `meta` is for programs that read the report; Plotly draws none of it.
    for (const [name, part] of Object.entries(value)) {
      if (name !== "meta" && part !== undefined) {
        yield* strings(part, Array.isArray(value) ? key : name);
      }
    }
  }
}
