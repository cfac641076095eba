/**
 * A figure: plain data for Plotly, with the texts that a reader needs. It holds none of the page's
 * colours: the code that draws it adds the theme.
 */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { Language } from "./interface_texts.ts";
import type { Json } from "./json.ts";

/** One Plotly trace, as plain data. */
export type Trace = { readonly type: string; readonly [key: string]: Json };

/** Plotly's layout, as plain data. */
export type PlotLayout = { readonly [key: string]: Json };

/** The steps of a figure that changes: the page shows a slider below it. */
export interface Frames {
  /** What the slider counts: "step", "epoch". */
  readonly by: string;
  /** For each step, its label and the properties to change in each of `traces`. */
  readonly steps: readonly {
    readonly label: string;
    readonly data: readonly { readonly [key: string]: Json }[];
  }[];
}

/** The texts of a figure, as a lab may give them; what is missing comes from elsewhere. */
export interface FigureTexts {
  /**
   * The figure's name in addresses and in the JSON, of letters, digits, hyphens and underscores; by
   * default `figure-1`, `figure-2`, …
   */
  readonly id?: string;
  /** A short title, shown above the picture; most figures need none. */
  readonly title?: string;
  /** What to see, in Markdown; by default the comment `//:` above the statement that shows it. */
  readonly caption?: string;
  /** What the picture shows, for readers who cannot see it; by default made from the numbers. */
  readonly alt?: string;
}

/** What a picture shows, in each language of the page. */
export type Alt = Readonly<Record<Language, string>>;

/** A figure, ready to be shown: `show(lineChart({…}))`. */
export interface Figure extends Required<Omit<FigureTexts, "id">>, Pick<FigureTexts, "id"> {
  readonly kind: string;
  /** The alternative text in Korean, if it was made from the numbers. */
  readonly altKo?: string;
  readonly traces: readonly Trace[];
  readonly layout: PlotLayout;
  /** If the figure changes by steps; `traces` are then those of the last step. */
  readonly frames?: Frames;
  /** What is drawn on paper and where scripts are off, if it differs. */
  readonly still?: Pick<Figure, "traces" | "layout" | "width" | "height">;
  /** The size in CSS pixels for which the picture was designed. */
  readonly width: number;
  readonly height: number;
  /** The width in CSS pixels below which its texts are unreadable: a narrower screen scrolls it. */
  readonly minWidth?: number;
  /** True for pictures of pixels, whose height follows their width. Charts keep their height. */
  readonly fixedAspect: boolean;
}

/**
 * Completes a figure's texts: a missing title or caption is empty, a missing alternative text is made
 * by `describe`.
 *
 * @param kind The function that builds the figure, as messages name it.
 * @throws {UserError} If one of the given texts is blank, or if the id is not fit for an address.
 */
export function figureTexts(
  kind: string,
  texts: FigureTexts,
  describe: () => Alt,
): Pick<Figure, "title" | "caption" | "alt" | "id" | "altKo"> {
  const name = figureName(kind, texts);
  for (const part of ["title", "caption", "alt"] as const) {
    if (texts[part] === undefined || texts[part].trim() !== "") continue;
    throw new UserError(
      `${name}: expected a text for ${part}, found none. Write ${
        hints[part]
      }, or leave ${part} out.`,
    );
  }
  const { id, title = "", caption = "" } = texts;
  if (id !== undefined) checkFigureId(name, id);
  const made = texts.alt === undefined ? describe() : undefined;
  return {
    ...(id !== undefined && { id }),
    ...{ title, caption, alt: texts.alt ?? made?.en ?? "" },
    ...(made && { altKo: made.ko }),
  };
}

/** The figure as messages name it: `lineChart "Loss by epoch"`. */
export function figureName(kind: string, { title, id }: FigureTexts): string {
  const name = title || id;
  return name ? `${kind} ${quoted(name)}` : kind;
}

/**
 * Checks an id, which becomes an attribute of the page, a part of addresses and a name in SVG.
 *
 * @param what The figure, as messages name it.
 * @throws {UserError} If it has other characters than letters, digits, hyphens and underscores.
 */
export function checkFigureId(what: string, id: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u.test(id)) return;
  throw new UserError(
    `${what}: expected an id of letters, digits, - and _, found ${quoted(id)}. Choose another.`,
  );
}

const hints = {
  title: "what the figure shows",
  caption: "what to see in it",
  alt: "what it shows, for a reader who cannot see it",
};
