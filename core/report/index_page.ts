/** `reports/index.html`: the results of all labs, and where each point of the chapter is shown. */
import { join } from "node:path";
import { writeFileAtomic } from "../base/files.ts";
import { capital, escapeHtml, formatNumber, languageOf, sectionBeside, titleHtml } from "./html.ts";
import { createMarkdown } from "./markdown/markdown.ts";
import { tallyHtml } from "./page/verdicts.ts";
import { shell } from "./page/shell.ts";
import type { ReportJson } from "./report.ts";
import type { AnyVerdict } from "./verdicts.ts";
import { type InterfaceTexts, interfaceTexts, type Language } from "./interface_texts.ts";

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
  const language = input.language ?? "en";
  const words = interfaceTexts(language);
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
    language,
    title: `${input.title} · ConvLab`,
    body: `<header class="top"><h1>${titleHtml(input.title)}</h1>${markdown.render(input.lead)}` +
      `</header><main>` +
      points("goals", words.chapterGoals, input.goals) +
      `<section aria-labelledby="labs"><h2 id="labs">${words.labs}</h2>${
        counted(words.claimsShort, claims, words)
      }${counted(words.checksShort, checks, words)}${labsHtml(input.reports, words)}</section>` +
      points("key-points", words.keyPoints, input.keyPoints) +
      points("errata", words.errata, input.errata) +
      glossaryHtml(input.glossary ?? [], words) +
      `</main><footer class="end"><p>${words.made}</p></footer>`,
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
  words: InterfaceTexts,
) => judged.length === 0 ? "" : `<p class="counted">${label}</p>${tallyHtml(judged, words)}`;

const shownHtml = (shown: readonly LabLink[]) =>
  shown.length === 0 ? "" : `<p class="shown">${shown.map(linkHtml).join(" · ")}</p>`;

function linkHtml({ lab, anchor, text }: LabLink): string {
  return `<a href="${address(lab, anchor)}">${escapeHtml(text)}</a>`;
}

const address = (lab: string, anchor?: string) =>
  `${encodeURIComponent(lab)}.html${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;

function labsHtml(reports: readonly ReportJson[], words: InterfaceTexts): string {
  const rows = reports.map((report) => {
    const { lab, title, section, mode, engine, seconds, claims, checks } = report;
    const [, number = ""] = /^0*(\d+)_/.exec(lab) ?? [];
    const beside = sectionBeside(title, section);
    const place = beside && `<small${languageOf(beside)}>${escapeHtml(beside)}</small>`;
    return `<tr><td class="ordinal">${number}</td>` +
      `<td class="what"><a href="${address(lab)}">${titleHtml(title)}</a>${place}</td>` +
      `<td class="run">${words[mode]}, ${
        escapeHtml(engine === "none" ? words.noEngine : engine)
      }, ${formatNumber(Number(seconds.toPrecision(2)))} ${words.secondsShort}</td>` +
      `<td class="verdicts" data-label="${words.claimsShort}">${
        tallyHtml(claims, words, true)
      }</td>` +
      `<td class="verdicts" data-label="${words.checksShort}">${
        tallyHtml(checks, words, true)
      }</td></tr>`;
  });
  const heads = [words.run, words.claimsShort, words.checksShort].map(capital);
  return `<table class="data labs"><thead><tr><th scope="col" colspan="2">${
    capital(words.lab)
  }</th>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${
    rows.join("")
  }</tbody></table>`;
}

function glossaryHtml(glossary: readonly Term[], words: InterfaceTexts): string {
  if (glossary.length === 0) return "";
  const rows = glossary.map(({ korean, english, meaning, shown }) =>
    `<tr><td lang="ko">${escapeHtml(korean)}</td><td lang="en">${escapeHtml(english)}</td>` +
    `<td>${escapeHtml(meaning)}</td><td>${shown ? linkHtml(shown) : ""}</td></tr>`
  );
  const heads = [words.korean, words.english, words.meaning, words.lab];
  return `<section aria-labelledby="glossary"><h2 id="glossary">${words.glossary}</h2>` +
    `<table class="data glossary"><thead><tr>${
      heads.map((head) => `<th scope="col">${head}</th>`).join("")
    }</tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}
