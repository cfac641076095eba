/** The section that says how a report's numbers were computed. */
import { capital, escapeHtml, formatNumber } from "../html.ts";
import type { ReportInput } from "../report.ts";
import type { LabHeader } from "../weave/header.ts";
import type { InterfaceTexts } from "../interface_texts.ts";
import { type Fact, runTableHtml, tabulateRuns } from "./run_tables.ts";

/** "native 1.30 · 2 threads", or the text for no engine. */
export function engineText(engine: ReportInput["engine"], words: InterfaceTexts): string {
  if (!engine) return words.noEngine;
  const { name, version, threads } = engine;
  return `${name} ${version} · ${threads} ${threads === 1 ? words.thread : words.threads}`;
}

/**
 * The section's HTML: command, seed, engine, date, duration, versions, metrics, data with hashes.
 */
export function provenanceHtml(
  input: ReportInput,
  header: LabHeader,
  words: InterfaceTexts,
): string {
  const metrics = Object.entries(input.metrics).map(([name, value]): Fact => [
    name,
    formatNumber(value),
  ]);
  const kept = Object.entries(input.provenance).map(([name, value]): Fact => [
    name,
    name.includes("/") ? shortHash(value) : hash(value),
  ]);
  const { tables, others } = tabulateRuns([...metrics, ...kept]);
  const facts: Fact[] = [
    [words.command, `<code>${escapeHtml(input.command)}</code>`],
    // Keeps "--download" in one line, which browsers would break at its hyphens.
    [
      words.needs,
      escapeHtml(header.needs).replace(/--[a-z]+/g, '<span class="option">$&</span>'),
    ],
    [words.seed, String(input.seed)],
    [capital(words.engine), escapeHtml(engineText(input.engine, words))],
    [words.started, escapeHtml(input.startedAt)],
    [words.duration, `${formatNumber(Number(input.seconds.toPrecision(3)))} ${words.seconds}`],
    ...others.filter((fact) => kept.includes(fact)),
    ...others.filter((fact) => metrics.includes(fact)),
  ];
  return `<section aria-labelledby="provenance"><h2 id="provenance">${words.provenance}</h2>` +
    `<dl class="facts">${
      facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`).join("")
    }</dl>` + tables.map((one) => runTableHtml(one, words.run)).join("") +
    dataHtml(input, words) + `</section>`;
}

function dataHtml({ data }: ReportInput, words: InterfaceTexts): string {
  if (data.length === 0) return "";
  const licences = data.some(({ licence }) => licence !== undefined);
  const rows = data.map((one) =>
    `<tr><td>${escapeHtml(one.name)}</td><td>${escapeHtml(one.source)}</td>` +
    (licences ? `<td>${escapeHtml(one.licence ?? "–")}</td>` : "") +
    `<td>${hash(one.sha256)}</td></tr>`
  );
  const heads = [words.data, words.source, ...(licences ? [words.licence] : []), "sha256"];
  const table = `<div class="scroll" tabindex="0"><table class="data files"><thead><tr>${
    heads.map((head) => `<th scope="col">${head}</th>`).join("")
  }</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  return data.length <= MANY
    ? table
    : `<details class="more"><summary>${words.data}: ${data.length} ${words.files}</summary>${table}</details>`;
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
