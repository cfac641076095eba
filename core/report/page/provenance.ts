/** The section that says how a report's numbers were computed. */
import { escapeHtml, formatNumber } from "../html.ts";
import type { DataUsed, ReportInput } from "../report.ts";
import type { LabHeader } from "../weave/header.ts";
import { headWords, type PageTexts, pageWords } from "./bilingual.ts";
import { type Fact, runTableHtml, tabulateRuns } from "./run_tables.ts";

/** "native 1.30 · 2 threads" as HTML, or the text for no engine. */
function engineHtml(engine: ReportInput["engine"]): string {
  if (!engine) return pageWords.noEngine;
  const { name, version, threads } = engine;
  return `${escapeHtml(name)} ${escapeHtml(version)} · ${threads} ${
    threads === 1 ? pageWords.thread : pageWords.threads
  }`;
}

/**
 * The section's HTML: command, seed, engine, date, duration, versions, metrics, data with hashes.
 */
export function provenanceHtml(
  input: ReportInput,
  header: LabHeader,
  texts: PageTexts,
): string {
  const metrics = Object.entries(input.metrics).map(([name, value]): Fact => [
    escapeHtml(name),
    formatNumber(value),
  ]);
  const kept = Object.entries(input.provenance).map(([name, value]): Fact => [
    escapeHtml(name),
    name.includes("/") ? shortHash(value) : hash(value),
  ]);
  const { tables, others } = tabulateRuns([...metrics, ...kept]);
  const facts: Fact[] = [
    [pageWords.command, `<code>${escapeHtml(input.command)}</code>`],
    // Keeps "--download" in one line, which browsers would break at its hyphens.
    [
      pageWords.needs,
      texts.text(header.needs).replace(/--[a-z]+/g, '<span class="option">$&</span>'),
    ],
    [pageWords.seed, String(input.seed)],
    [headWords.engine, engineHtml(input.engine)],
    [pageWords.started, escapeHtml(input.startedAt)],
    [
      pageWords.duration,
      `${formatNumber(Number(input.seconds.toPrecision(3)))} ${pageWords.seconds}`,
    ],
    ...others.filter((fact) => kept.includes(fact)),
    ...others.filter((fact) => metrics.includes(fact)),
  ];
  return `<section aria-labelledby="provenance"><h2 id="provenance">${pageWords.provenance}</h2>` +
    `<dl class="facts">${
      facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")
    }</dl>` + tables.map((one) => runTableHtml(one, pageWords.run)).join("") +
    dataHtml(input) + `</section>`;
}

function dataHtml({ data }: ReportInput): string {
  if (data.length === 0) return "";
  const licences = data.some(({ licence }) => licence !== undefined);
  const rows = data.map((one) =>
    `<tr><td>${escapeHtml(one.name)}</td><td>${sourceHtml(one)}</td>` +
    (licences ? `<td>${escapeHtml(one.licence ?? "–")}</td>` : "") +
    `<td>${hash(one.sha256)}</td></tr>`
  );
  const heads = [
    ...[pageWords.data, pageWords.source],
    ...(licences ? [pageWords.licence] : []),
    "sha256",
  ];
  const table = `<div class="scroll" tabindex="0" id="data"><table class="data files"><thead><tr>${
    heads.map((head) => `<th scope="col">${head}</th>`).join("")
  }</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  return data.length <= MANY
    ? table
    : `<details class="more"><summary>${pageWords.data}: ${data.length} ${pageWords.files}</summary>${table}</details>`;
}

/** Where data came from; a stand-in says so, and what it is. */
function sourceHtml({ source, standIn }: DataUsed): string {
  if (standIn === undefined) return escapeHtml(source);
  const what = standIn.replace(/^stand-in: /, "");
  return `<b>${pageWords.standIn}:</b> ${escapeHtml(what)}` +
    (source === standIn ? "" : ` (${escapeHtml(source)})`);
}

/** A table of more files than this is folded behind a summary. */
const MANY = 8;

function hash(text: string): string {
  return /^[0-9a-f]{32,}$/.test(text) ? `<span class="hash">${text}</span>` : escapeHtml(text);
}

/** The first 12 digits of a hash: a table has no room for 64, and the JSON contains them all. */
function shortHash(text: string): string {
  return /^[0-9a-f]{32,}$/.test(text)
    ? `<span class="hash" title="${text}">${text.slice(0, 12)}…</span>`
    : escapeHtml(text);
}
