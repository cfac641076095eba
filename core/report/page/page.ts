/** A lab's report as one self-contained HTML file. */
import { escapeHtml, formatNumber, languageOf, sectionBeside, titleHtml } from "../html.ts";
import { islandJson } from "../json.ts";
import { createMarkdown, type Heading } from "../markdown/markdown.ts";
import type { FigureJson, ReportInput, ReportJson } from "../report.ts";
import type { Figure } from "../figure.ts";
import { pageTemplate } from "../static/theme.ts";
import type { Unshown } from "../unshown.ts";
import type { LabHeader } from "../weave/header.ts";
import { type InterfaceTexts, interfaceTexts } from "../interface_texts.ts";
import { bodyHtml } from "./body.ts";
import { checksTable } from "./checks.ts";
import { claimsTable } from "./claims.ts";
import { islandReport } from "./island.ts";
import { liveBundle } from "./live.ts";
import * as minWidthRules from "./min_width_rules.ts";
import { noticesHtml, unshownHtml } from "./notices.ts";
import { plotlyBundle } from "./plotly.ts";
import { engineText, provenanceHtml } from "./provenance.ts";
import { pageFile, shell } from "./shell.ts";

/** The ids of the page's own parts, which its script looks for. */
export const pageIds = [
  "report",
  "template",
  "plotly",
  "live",
  "claims",
  "checks",
  "provenance",
] as const;

/** The static picture of a figure, and the figure's id on the page. */
export interface NamedPicture {
  readonly id: string;
  readonly svg: string;
  /** Why the figure cannot be drawn. */
  readonly problem?: string;
}

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
  const words = interfaceTexts(input.language ?? "en");
  const markdown = createMarkdown();
  // Headings in captions do not belong in the table of contents.
  const captions = createMarkdown();
  const attempt = (make: () => string) =>
    unshown.attempt(make, (problem) => unshownHtml(problem, words));
  const outputs = input.outputs.map(({ line, output }, i) => ({
    line,
    kind: output.kind,
    html: attempt(() =>
      output.html({
        id: `output-${i + 1}`,
        markdown: (text) => attempt(() => captions.render(text)),
        picture: (figure) => pictureHtml(figure, placed[i]?.get(figure), words),
        words,
      })
    ),
  }));
  const { source, sourcePath, claims, checks } = input;
  const body = bodyHtml({
    source,
    sourcePath,
    headerEnd: header.endLine,
    outputs,
    claims,
    checks,
    markdown,
    words,
    attempt,
  });
  const client = await pageFile("client.js");
  const svgs = new Map<string, string>(
    placed.flatMap((figures) => [...figures.values()].map(({ id, svg }) => [id, svg])),
  );
  const plotly = json.figures.length > 0 ? await plotlyBundle() : null;
  const live = outputs.some(({ kind }) => kind === "live") ? await liveBundle() : null;
  const data = (id: string, type: string, text: string) =>
    `<script type="${type}" id="${id}">${text}</script>`;
  return await shell({
    language: input.language ?? "en",
    title: `${header.title} · ConvLab`,
    attributes: ` data-copy="${words.copy}" data-copied="${words.copied}"`,
    body: topHtml(input, header, markdown.headings, words, attempt) +
      `<main>${noticesHtml(input, words)}${
        attempt(() => claimsTable(claims, header.section, words))
      }` +
      `${attempt(() => checksTable(checks, words))}${body}${
        provenanceHtml(input, header, words)
      }</main>` +
      `<footer class="end"><p>${words.made} <a href="index.html">${words.all}</a></p></footer>`,
    data: data("report", "application/json", islandJson(islandReport(json, svgs))) +
      data("template", "application/json", islandJson(pageTemplate())) +
      (plotly ? data("plotly", "text/plain", plotly.packed) : "") +
      (live ? data("live", "text/plain", live.packed) : ""),
    style: minWidthRules.rules(json.figures.flatMap(({ minWidth }) => minWidth ?? [])),
    scripts: [client, ...live ? [live.loader] : []],
    allowed: [...plotly ? [plotly.script] : [], ...live?.scripts ?? []],
    computes: live !== null,
  });
}

function topHtml(
  input: ReportInput,
  header: LabHeader,
  headings: readonly Heading[],
  words: InterfaceTexts,
  attempt: (make: () => string) => string,
): string {
  const time = `${formatNumber(Number(input.seconds.toPrecision(2)))} ${words.seconds}`;
  const badges = [
    `<li class="strong">${words[input.mode]}</li>`,
    `<li>${words.engine}: ${escapeHtml(engineText(input.engine, words))}</li>`,
    `<li>${time}</li>`,
    `<li>${words.seed} ${input.seed}</li>`,
  ];
  const entries = [
    ...(input.claims.length > 0 ? [{ level: 2, id: "claims", text: words.claims }] : []),
    ...(input.checks.length > 0 ? [{ level: 2, id: "checks", text: words.checks }] : []),
    ...headings.filter(({ level }) => level <= 3),
    { level: 2, id: "provenance", text: words.provenance },
  ];
  const contents = entries.map(({ level, id, text }) =>
    `<li class="level-${level}"><a href="#${id}">${escapeHtml(text)}</a></li>`
  );
  const section = sectionBeside(header.title, header.section);
  const kicker = section && `<p class="kicker"${languageOf(section)}>${escapeHtml(section)}</p>`;
  return `<header class="top">${kicker}` +
    `<h1>${titleHtml(header.title)}</h1><ul class="badges">${badges.join("")}</ul>` +
    `<div class="lead"><section><h2>${words.goals}</h2><ul>${
      header.goals.map((goal) =>
        `<li>${attempt(() => createMarkdown().render(goal).replace(/^<p>|<\/p>\s*$/g, ""))}</li>`
      ).join("")
    }</ul></section><nav class="contents" aria-label="${words.contents}"><h2>${words.contents}</h2>` +
    `<ol>${contents.join("")}</ol></nav></div></header>`;
}

/** The static picture, an empty element for the live one, and a slider for a figure with steps. */
function pictureHtml(
  figure: Figure,
  placed: NamedPicture | undefined,
  words: InterfaceTexts,
): string {
  if (!placed) throw new Error(`The figure "${figure.title}" is not among its output's figures.`);
  if (placed.problem !== undefined) return unshownHtml(placed.problem, words);
  const { by, steps } = figure.frames ?? { by: "", steps: [] };
  const label = `${by} ${steps.at(-1)?.label ?? ""}`;
  const slider = figure.frames
    ? `<label class="slider"><output>${escapeHtml(label)}</output><input type="range" min="0" ` +
      `max="${steps.length - 1}" value="${steps.length - 1}" aria-label="${
        escapeHtml(by || words.step)
      }"></label>`
    : "";
  const least = figure.minWidth === undefined
    ? ""
    : ` ${minWidthRules.className(figure.minWidth)}" tabindex="0`;
  const id = escapeHtml(placed.id);
  return `<div class="picture${least}" data-figure="${id}" id="${id}"><div class="static">${placed.svg}</div>` +
    `<div class="live" role="img" aria-label="${escapeHtml(figure.alt)}"></div></div>${slider}`;
}

/** A figure's texts and numbers, for the JSON. */
export function figureJson(figure: Figure, id: string): FigureJson {
  const { kind, title, caption, alt, width, height, fixedAspect, traces, layout } = figure;
  const { frames, minWidth } = figure;
  return {
    ...{ id, kind, title, caption, alt, width, height, fixedAspect, traces, layout },
    ...(minWidth === undefined ? {} : { minWidth }),
    ...(frames ? { frames: { by: frames.by, steps: frames.steps } } : {}),
  };
}
