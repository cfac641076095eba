/**
 * A figure: plain data for Plotly, with the texts that a reader needs. It holds none of the page's
 * colours: the code that draws it adds the theme.
 */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
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

/** The texts that every figure must have. */
export interface FigureTexts {
  /**
   * The figure's name in addresses and in the JSON, of letters, digits, hyphens and underscores; by
   * default `figure-1`, `figure-2`, …
   */
  readonly id?: string;
  /** A short title, shown above the picture. */
  readonly title: string;
  /** What to see, in a sentence or two of Markdown. */
  readonly caption: string;
  /** What the picture shows, for readers who cannot see it. */
  readonly alt: string;
}

/** A figure, ready to be shown: `show(lineChart({…}))`. */
export interface Figure extends FigureTexts {
  readonly kind: string;
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
 * Checks that title, caption and alternative text are given and not blank.
 *
 * @param kind The function that builds the figure, as messages name it.
 * @throws {UserError} If one of them is missing or blank, or if the id is not fit for an address.
 */
export function checkFigureTexts(kind: string, texts: FigureTexts): void {
  for (const part of ["title", "caption", "alt"] as const) {
    if (typeof texts[part] === "string" && texts[part].trim() !== "") continue;
    throw new UserError(
      `${kind} ${quoted(texts.title ?? "")}: expected a text for ${part}, found none. Write ${
        hints[part]
      }.`,
    );
  }
  if (texts.id !== undefined) checkFigureId(`${kind} ${quoted(texts.title)}`, texts.id);
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
