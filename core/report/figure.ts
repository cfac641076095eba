/**
 * A figure: plain data for Plotly, with the words that a reader needs. It knows no colours of the
 * page: whoever draws it adds the theme.
 */
import { UserError } from "../base/errors.ts";
import type { Json } from "./json.ts";

/** One Plotly trace, as plain data. */
export type Trace = { readonly type: string; readonly [key: string]: Json };

/** Plotly's layout, as plain data. */
export type PlotLayout = { readonly [key: string]: Json };

/** A figure that changes from step to step: the page puts a slider below it. */
export interface Frames {
  /** What the slider counts: "step", "epoch". */
  readonly by: string;
  /** For each step its label and what changes in each of `traces`. */
  readonly steps: readonly {
    readonly label: string;
    readonly data: readonly { readonly [key: string]: Json }[];
  }[];
}

/** What every builder asks for: nothing is drawn without words. */
export interface FigureTexts {
  /** The figure's name in addresses and in the JSON; by default `figure-1`, `figure-2`, … */
  readonly id?: string;
  /** A short title, shown above the picture. */
  readonly title: string;
  /** What to see, in a sentence or two of Markdown. */
  readonly caption: string;
  /** What the picture shows, for somebody who can't see it. */
  readonly alt: string;
}

/** A figure, ready to be shown: `show(lineChart({…}))`. */
export interface Figure extends FigureTexts {
  readonly kind: string;
  readonly traces: readonly Trace[];
  readonly layout: PlotLayout;
  /** `traces` are those of the last step. */
  readonly frames?: Frames;
  /** What stands on paper and where scripts are off, if that isn't the same. */
  readonly still?: Pick<Figure, "traces" | "layout" | "width" | "height">;
  /** The size in CSS pixels that the picture was designed for. */
  readonly width: number;
  readonly height: number;
  /** Narrower than this its texts can't be read: a narrow screen scrolls the picture sideways. */
  readonly minWidth?: number;
  /** True for pictures of pixels: the height follows the width. Charts keep their height. */
  readonly fixedAspect: boolean;
}

/** A UserError unless title, caption and alternative text are there and say something. */
export function checkFigureTexts(kind: string, words: FigureTexts): void {
  for (const part of ["title", "caption", "alt"] as const) {
    if (typeof words[part] === "string" && words[part].trim() !== "") continue;
    throw new UserError(
      `${kind} "${words.title ?? ""}": expected a text for ${part}, found none; say ${
        hints[part]
      }.`,
    );
  }
}

const hints = {
  title: "what the figure shows",
  caption: "what to see in it",
  alt: "what it shows to a reader who can't see it",
};
