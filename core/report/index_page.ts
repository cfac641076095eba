/** `reports/index.html`: the results of all labs, and where each point of the chapter is shown. */
import { join } from "node:path";
import { writeFileAtomic } from "../base/files.ts";
import { escapeHtml, formatNumber, languageOf, sectionBeside, titleHtml } from "./html.ts";
import { createMarkdown } from "./markdown/markdown.ts";
import { titleHeading } from "./page/top.ts";
import { tallyHtml } from "./page/verdicts.ts";
import { pageFile, shell } from "./page/shell.ts";
import type { ReportJson } from "./report.ts";
import type { AnyVerdict } from "./verdicts.ts";
import type { Language } from "./interface_texts.ts";
import { headWords, pageWords } from "./page/bilingual.ts";

/** A link to a place in a report. */
export interface LabLink {
  /** The lab's file name without its extension. */
  readonly lab: string;
  /** An id on the lab's page, such as a figure's or "claim-…"; by default the top. */
  readonly anchor?: string;
  readonly text: string;
}

/** The contents of the index. Texts are Markdown. */
export interface IndexInput {
  readonly title: string;
  readonly lead: string;
  readonly language?: Language;
  /** In the order of the chapter. */
  readonly reports: readonly ReportJson[];
  /** The questions that the chapter asks, its key points and its errata. */
  readonly goals?: readonly Point[];
  readonly keyPoints?: readonly Point[];
  readonly errata?: readonly Point[];
  readonly glossary?: readonly Term[];
}

/** A statement of the chapter, with the places that show it. */
export interface Point {
  readonly text: string;
  readonly shown: readonly LabLink[];
}

/** A term of the chapter. */
export interface Term {
  readonly korean: string;
  readonly english: string;
  readonly meaning: string;
  /** Where it is introduced. */
  readonly shown?: LabLink;
}

/** Renders the index as one self-contained HTML page, like the reports. */
export async function renderIndex(input: IndexInput): Promise<string> {
  const markdown = createMarkdown();
  const claims = input.reports.flatMap((report) => report.claims);
  const checks = input.reports.flatMap((report) => report.checks);
  const points = (id: string, title: string, list: readonly Point[] = []) =>
    list.length === 0
      ? ""
      : `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul class="points">${
        list.map((point) => `<li>${markdown.render(point.text)}${shownHtml(point.shown)}</li>`)
          .join("")
      }</ul></section>`;
  return await shell({
    ...(input.language && { language: input.language }),
    opening: await pageFile("opening.js"),
    title: `${input.title} · ConvLab`,
    body: `<header class="top">${titleHeading(input.title)}${markdown.render(input.lead)}` +
      `</header><main>` +
      points("goals", pageWords.chapterGoals, input.goals) +
      `<section aria-labelledby="labs"><h2 id="labs">${pageWords.labs}</h2>${
        counted(pageWords.claimsShort, claims)
      }${counted(pageWords.checksShort, checks)}${labsHtml(input.reports)}</section>` +
      points("key-points", pageWords.keyPoints, input.keyPoints) +
      points("errata", pageWords.errata, input.errata) +
      glossaryHtml(input.glossary ?? []) +
      `</main><footer class="end"><p>${pageWords.made}</p></footer>`,
  });
}

/** Writes `<folder>/index.html` and returns its path. */
export async function writeIndex(input: IndexInput, folder: string): Promise<string> {
  const path = join(folder, "index.html");
  await writeFileAtomic(path, await renderIndex(input));
  return path;
}

const counted = (
  label: string,
  judged: readonly { verdict: AnyVerdict }[],
) => judged.length === 0 ? "" : `<p class="counted">${label}</p>${tallyHtml(judged)}`;

const shownHtml = (shown: readonly LabLink[]) =>
  shown.length === 0 ? "" : `<p class="shown">${shown.map(linkHtml).join(" · ")}</p>`;

function linkHtml({ lab, anchor, text }: LabLink): string {
  return `<a href="${address(lab, anchor)}">${escapeHtml(text)}</a>`;
}

const address = (lab: string, anchor?: string) =>
  `${encodeURIComponent(lab)}.html${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;

function labsHtml(reports: readonly ReportJson[]): string {
  const rows = reports.map((report) => {
    const { lab, title, section, mode, engine, seconds, claims, checks } = report;
    const [, number = ""] = /^0*(\d+)_/.exec(lab) ?? [];
    const beside = sectionBeside(title, section);
    const place = beside && `<small${languageOf(beside)}>${escapeHtml(beside)}</small>`;
    return `<tr><td class="ordinal">${number}</td>` +
      `<td class="what"><a href="${address(lab)}">${titleHtml(title)}</a>${place}</td>` +
      `<td class="run">${pageWords[mode]}, ${
        engine === "none" ? pageWords.noEngine : escapeHtml(engine)
      }, ${formatNumber(Number(seconds.toPrecision(2)))} ${pageWords.secondsShort}</td>` +
      `<td class="verdicts"><span class="label">${pageWords.claimsShort} </span>${
        tallyHtml(claims, true)
      }</td>` +
      `<td class="verdicts"><span class="label">${pageWords.checksShort} </span>${
        tallyHtml(checks, true)
      }</td></tr>`;
  });
  const heads = [headWords.run, pageWords.claimsShort, pageWords.checksShort];
  return `<table class="data labs"><thead><tr><th scope="col" colspan="2">${headWords.lab}</th>${
    heads.map((head) => `<th scope="col">${head}</th>`).join("")
  }</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function glossaryHtml(glossary: readonly Term[]): string {
  if (glossary.length === 0) return "";
  const rows = glossary.map(({ korean, english, meaning, shown }) =>
    `<tr><td lang="ko">${escapeHtml(korean)}</td><td lang="en">${escapeHtml(english)}</td>` +
    `<td>${escapeHtml(meaning)}</td><td>${shown ? linkHtml(shown) : ""}</td></tr>`
  );
  const heads = [pageWords.korean, pageWords.english, pageWords.meaning, pageWords.lab];
  return `<section aria-labelledby="glossary"><h2 id="glossary">${pageWords.glossary}</h2>` +
    `<table class="data glossary"><thead><tr>${
      heads.map((head) => `<th scope="col">${head}</th>`).join("")
    }</tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}
