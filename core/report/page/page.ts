/** A lab's report as one self-contained HTML file. */
import { islandJson } from "../json.ts";
import { createMarkdown } from "../markdown/markdown.ts";
import type { FigureJson, ReportInput, ReportJson } from "../report.ts";
import type { Figure } from "../figure.ts";
import { pageTemplate } from "../static/theme.ts";
import type { Unshown } from "../unshown.ts";
import { parseBlocks } from "../weave/blocks.ts";
import type { LabHeader } from "../weave/header.ts";
import { koreanFinder, parseKorean } from "../weave/korean.ts";
import { type PageTexts, pageTexts, pageWords } from "./bilingual.ts";
import { bodyHtml } from "./body.ts";
import { checksTable } from "./checks.ts";
import { claimsTable } from "./claims.ts";
import { islandReport } from "./island.ts";
import { liveBundle } from "./live.ts";
import * as minWidthRules from "./min_width_rules.ts";
import { unshownHtml } from "./notices.ts";
import { isExplorable, type NamedPicture, pictureHtml, pictureWords } from "./picture.ts";
import { plotlyBundle } from "./plotly.ts";
import { provenanceHtml } from "./provenance.ts";
import { pageFile, shell } from "./shell.ts";
import { sourceHtml } from "./source.ts";
import { headingEntries, neighboursHtml, topHtml } from "./top.ts";

/** The ids of the page's own parts, which its script looks for. */
export const pageIds = [
  ...["report", "template", "words", "plotly", "live", "copy", "copied", "explore", "en", "ko"],
  ...["contents", "claims", "checks", "provenance", "data", "source"],
] as const;

/** What the page consists of. */
export interface PageInput {
  readonly input: ReportInput;
  readonly header: LabHeader;
  readonly json: ReportJson;
  /** For each output, the pictures of its figures. */
  readonly placed: readonly ReadonlyMap<Figure, NamedPicture>[];
  /** Collects what the page cannot show. */
  readonly unshown: Unshown;
}

/** Renders the page as HTML. */
export async function renderPage(
  { input, header, json, placed, unshown }: PageInput,
): Promise<string> {
  const korean = input.korean === undefined ? undefined : parseKorean(input.korean);
  const markdown = createMarkdown();
  const attempt = (make: () => string) => unshown.attempt(make, unshownHtml);
  const find = koreanFinder(korean);
  const texts = pageTexts(find, korean?.words ?? new Map(), markdown, attempt);
  const outputs = input.outputs.map(({ line, output }, i) => ({
    line,
    kind: output.kind,
    html: attempt(() =>
      output.html({
        id: `output-${i + 1}`,
        markdown: texts.markdown,
        text: texts.text,
        picture: (figure) => pictureHtml(figure, placed[i]?.get(figure), texts),
        words: pageWords,
      })
    ),
  }));
  const { source, sourcePath, claims, checks } = input;
  const blocks = parseBlocks(source, header.endLine);
  const story = bodyHtml({ blocks, sourcePath, outputs, claims, checks, texts, attempt });
  const judged = judgedHtml(input, header, texts, attempt);
  const contents = [
    ...headingEntries(markdown.headings),
    ...(judged === "" ? [] : [{ level: 2, id: "claims", html: judgedHead(input) }]),
    { level: 2, id: "provenance", html: pageWords.provenance },
    { level: 2, id: "source", html: pageWords.wholeLab },
  ];
  const [client, opening] = await Promise.all(["client.js", "opening.js"].map(pageFile));
  const svgs = new Map<string, string>(
    placed.flatMap((figures) => [...figures.values()].map(({ id, svg }) => [id, svg])),
  );
  // Live figures draw themselves.
  const figures = placed.flatMap((some, i) =>
    input.outputs[i]?.output.kind === "live" ? [] : [...some.keys()]
  );
  const plotly = figures.some(isExplorable) ? await plotlyBundle() : null;
  const live = outputs.some(({ kind }) => kind === "live") ? await liveBundle() : null;
  const data = (id: string, type: string, text: string) =>
    `<script type="${type}" id="${id}">${text}</script>`;
  return await shell({
    ...(input.language && { language: input.language }),
    title: `${header.title} · ConvLab`,
    body: topHtml(input, header, korean?.title, contents, texts) +
      `<main>${story}${judged}${provenanceHtml(input, header, texts)}${sourceHtml(input)}</main>` +
      `<footer class="end">${
        neighboursHtml(input)
      }<p>${pageWords.made} <a href="index.html">${pageWords.all}</a></p></footer>`,
    data: `<template id="copy">${pageWords.copy}</template>` +
      `<template id="copied">${pageWords.copied}</template>` +
      `<template id="explore">${pageWords.explore}</template>` +
      data("report", "application/json", islandJson(islandReport(json, svgs))) +
      (plotly
        ? data("template", "application/json", islandJson(pageTemplate())) +
          data("words", "application/json", islandJson(pictureWords(figures, texts))) +
          data("plotly", "text/plain", plotly.packed)
        : "") +
      (live ? data("live", "text/plain", live.packed) : ""),
    style: minWidthRules.rules(json.figures.flatMap(({ minWidth }) => minWidth ?? [])),
    opening: opening ?? "",
    scripts: [client ?? "", ...live ? [live.loader] : []],
    allowed: [...plotly ? [plotly.script] : [], ...live?.scripts ?? []],
    computes: live !== null,
  });
}

const judgedHead = ({ claims }: ReportInput): string =>
  claims.length > 0 ? pageWords.claims : pageWords.checks;

/** What the book says and what came out: claims of the book, then checks of ours. */
function judgedHtml(
  input: ReportInput,
  header: LabHeader,
  texts: PageTexts,
  attempt: (make: () => string) => string,
): string {
  const { claims, checks } = input;
  if (claims.length + checks.length === 0) return "";
  const second = claims.length > 0 && checks.length > 0;
  return `<section class="claims" aria-labelledby="claims"><h2 id="claims">${
    judgedHead(input)
  }</h2>` +
    claimsTable(claims, header.section, texts, attempt) +
    (second ? `<h3 id="checks">${pageWords.checks}</h3>` : "") +
    checksTable(checks, texts, attempt) + `</section>`;
}

/** A figure's texts and numbers, for the JSON. */
export function figureJson(figure: Figure, id: string): FigureJson {
  const { kind, title, caption, alt, width, height, fixedAspect, traces, layout } = figure;
  const { frames, minWidth, altKo } = figure;
  return {
    ...{ id, kind, title, caption, alt, width, height, fixedAspect, traces, layout },
    ...(altKo === undefined ? {} : { altKo }),
    ...(minWidth === undefined ? {} : { minWidth }),
    ...(frames ? { frames: { by: frames.by, steps: frames.steps } } : {}),
  };
}
