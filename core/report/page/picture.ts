/** A figure's picture on the page, with its words in both languages. */
import { quoted } from "../../base/quoted.ts";
import { escapeHtml, unescapeHtml } from "../html.ts";
import type { Figure } from "../figure.ts";
import { plotlyText } from "../figures/plotly_text.ts";
import type { Json } from "../json.ts";
import type { PageTexts } from "./bilingual.ts";
import * as minWidthRules from "./min_width_rules.ts";
import { unshownHtml } from "./notices.ts";

/** The static picture of a figure, and the figure's id on the page. */
export interface NamedPicture {
  readonly id: string;
  readonly svg: string;
  /** Why the figure cannot be drawn. */
  readonly problem?: string;
}

/**
 * Whether a figure has points, bars or cells that a reader can ask for their numbers. A picture of
 * pixels shows all it has as it stands.
 */
export const isExplorable = ({ traces }: Figure): boolean =>
  traces.some(({ type, x }) =>
    type !== "scatter" || (Array.isArray(x) && x.some((at) => at !== null))
  );

/** The static picture, an empty element for the live one, and a slider for a figure with steps. */
export function pictureHtml(
  figure: Figure,
  placed: NamedPicture | undefined,
  texts: PageTexts,
): string {
  if (!placed) {
    throw new Error(`The figure ${quoted(figure.title)} is not among its output's figures.`);
  }
  if (placed.problem !== undefined) return unshownHtml(placed.problem);
  const { by, steps } = figure.frames ?? { by: "", steps: [] };
  const label = `${by} ${steps.at(-1)?.label ?? ""}`;
  const slider = figure.frames
    ? `<label class="slider"><output>${escapeHtml(label)}</output><input type="range" min="0" ` +
      `max="${steps.length - 1}" value="${steps.length - 1}" aria-label="${
        escapeHtml(by || "step")
      }"></label>`
    : "";
  const least = figure.minWidth === undefined
    ? ""
    : ` ${minWidthRules.className(figure.minWidth)}" tabindex="0`;
  const id = escapeHtml(placed.id);
  const kind = isExplorable(figure) ? " explorable" : "";
  return `<div class="picture${kind}${least}" data-figure="${id}" id="${id}"${
    altIn(figure, texts)
  }><div class="static">${inBothLanguages(placed.svg, texts)}</div>` +
    `<div class="live" role="img" aria-label="${escapeHtml(figure.alt)}"></div></div>${slider}`;
}

/** The alternative text in both languages, for the page's script to choose from. */
function altIn({ alt, altKo }: Figure, { plain }: PageTexts): string {
  const korean = altKo ?? plain(alt);
  return korean === undefined
    ? ""
    : ` data-alt-en="${escapeHtml(alt)}" data-alt-ko="${escapeHtml(korean)}"`;
}

/** The picture with its words in both languages; numbers and names remain as they are. */
const inBothLanguages = (svg: string, { plain }: PageTexts): string =>
  svg.replace(
    /(<(?:text|tspan)[^>]*>)([^<]*\p{L}{2}[^<]*)(?=<)/gu,
    (all, tag: string, text: string) => {
      const ko = plain(unescapeHtml(text));
      if (ko === undefined) return all;
      const span = (language: string, words: string) =>
        `<tspan class="t" lang="${language}">${words}</tspan>`;
      return tag + span("en", text) + span("ko", escapeHtml(ko));
    },
  );

/** The Korean of the words in these figures, for the live pictures. */
export function pictureWords(
  figures: readonly Figure[],
  { plain }: PageTexts,
): Readonly<Record<string, string>> {
  const words = new Set(figures.flatMap(({ traces, layout }) => [...strings([traces, layout])]));
  return Object.fromEntries(
    [...words].flatMap((word) => {
      const korean = plain(word);
      return korean === undefined ? [] : [[word, plotlyText(korean)]];
    }),
  );
}

/** All strings with letters inside a value. */
function* strings(value: Json): Generator<string> {
  if (typeof value === "string") {
    if (/\p{L}{2}/u.test(value) && value.length < 200) yield value;
  } else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) if (part !== undefined) yield* strings(part);
  }
}
