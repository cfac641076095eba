/** The top of a report: language, title, what came out, and what a reader may open. */
import { both, escapeHtml, formatNumber, languageOf, sectionBeside } from "../html.ts";
import type { Heading } from "../markdown/markdown.ts";
import type { LabNeighbour, ReportInput } from "../report.ts";
import type { LabHeader } from "../weave/header.ts";
import { goalList } from "../weave/texts.ts";
import { type PageTexts, pageWords } from "./bilingual.ts";
import { noticesHtml } from "./notices.ts";
import { tallyLine } from "./verdicts.ts";

/** An entry of the contents: where it leads, and its text as HTML. */
export interface ContentsEntry {
  readonly level: number;
  readonly id: string;
  readonly html: string;
}

/** The entries of headings. */
export const headingEntries = (headings: readonly Heading[]): ContentsEntry[] =>
  headings.filter(({ level }) => level <= 3).map(({ level, id, text, ko }) => ({
    ...{ level, id },
    html: both(escapeHtml(text), ko === undefined ? undefined : escapeHtml(ko)),
  }));

/**
 * A title "English · 한국어" as a heading: the half in the reader's language is large, the other one
 * below it small.
 */
export function titleHeading(title: string, korean?: string): string {
  return `<h1>${titleInBoth(title, korean)}</h1>`;
}

function titleInBoth(title: string, korean?: string): string {
  const [en = "", ...rest] = title.split(" · ");
  const second = rest.join(" · ");
  const ko = korean ?? (languageOf(second) === "" ? undefined : second);
  const small = (text: string, language: string) =>
    text && `<span class="second" lang="${language}">${escapeHtml(text)}</span>`;
  if (ko === undefined) {
    return `<span lang="en">${escapeHtml(en)}</span>${small(second, "en")}`;
  }
  return both(
    `${escapeHtml(en)} ${small(second, "ko")}`,
    `${escapeHtml(ko)} ${small(en, "en")}`,
  );
}

/** Links to the labs before and after this one, at the end of the page. */
export function neighboursHtml({ neighbours = {} }: ReportInput): string {
  const link = (to: LabNeighbour | undefined, rel: "prev" | "next", label: string) =>
    to === undefined
      ? ""
      : `<a rel="${rel}" href="${encodeURIComponent(to.lab)}.html"><small>${label}</small> ${
        titleInBoth(to.title)
      }</a>`;
  const links = link(neighbours.previous, "prev", pageWords.previous) +
    link(neighbours.next, "next", pageWords.next);
  return links && `<nav class="around" aria-label="Labs · 실습">${links}</nav>`;
}

/** The header of the page. */
export function topHtml(
  input: ReportInput,
  header: LabHeader,
  title: string | undefined,
  contents: readonly ContentsEntry[],
  texts: PageTexts,
): string {
  const { claims, checks, mode, seconds } = input;
  const section = sectionBeside(header.title, header.section);
  const time = `${formatNumber(Number(seconds.toPrecision(2)))} ${pageWords.secondsShort}`;
  return `<header class="top">` +
    (section && `<p class="kicker"${languageOf(section)}>${escapeHtml(section)}</p>`) +
    titleHeading(header.title, title) +
    `<p class="came-out">${tallyLine(claims, checks)}` +
    `<a href="#provenance" class="mode">${pageWords[mode]} · ${time}</a></p>` +
    noticesHtml(input, texts) +
    `<div class="openers"><details class="contents"><summary>${pageWords.contents}</summary>${
      list(contents)
    }</details><details class="goals"><summary>${pageWords.goals}</summary>${
      texts.markdown(goalList(header.goals))
    }</details></div></header>` +
    `<nav class="contents" aria-labelledby="contents"><h2 id="contents">${pageWords.contents}</h2>${
      list(contents)
    }</nav>`;
}

const list = (entries: readonly ContentsEntry[]) =>
  `<ol>${
    entries.map(({ level, id, html }) =>
      `<li class="level-${level}"><a href="#${escapeHtml(id)}">${html}</a></li>`
    ).join("")
  }</ol>`;
