/** How a report's numbers were made. */
import { escapeHtml, formatNumber } from "../html.ts";
import type { ReportInput } from "../report.ts";
import type { LabHeader } from "../weave/header.ts";
import type { Vocabulary } from "../words.ts";

/** "native 1.30 · 2 threads", or the word for none. */
export function engineText(engine: ReportInput["engine"], words: Vocabulary): string {
  if (!engine) return words.noEngine;
  const { name, version, threads } = engine;
  return `${name} ${version} · ${threads} ${threads === 1 ? words.thread : words.threads}`;
}

/** Seed, engine, versions, data with hashes, command, date, duration, metrics. */
export function provenanceHtml(input: ReportInput, header: LabHeader, words: Vocabulary): string {
  const facts: [string, string][] = [
    [words.command, `<code>${escapeHtml(input.command)}</code>`],
    [words.needs, escapeHtml(header.needs)],
    [words.seed, String(input.seed)],
    [words.engine, escapeHtml(engineText(input.engine, words))],
    [words.started, escapeHtml(input.startedAt)],
    [words.duration, `${formatNumber(Number(input.seconds.toPrecision(3)))} ${words.seconds}`],
    ...Object.entries(input.provenance).map((
      [name, value],
    ): [string, string] => [escapeHtml(name), hash(value)]),
    ...Object.entries(input.metrics).map((
      [name, value],
    ): [string, string] => [escapeHtml(name), formatNumber(value)]),
  ];
  return `<section aria-labelledby="provenance"><h2 id="provenance">${words.provenance}</h2>` +
    `<dl class="facts">${
      facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")
    }</dl>` +
    dataHtml(input, words) + `</section>`;
}

function dataHtml({ data }: ReportInput, words: Vocabulary): string {
  if (data.length === 0) return "";
  const rows = data.map((one) =>
    `<tr><td>${escapeHtml(one.name)}</td><td>${escapeHtml(one.source)}</td>` +
    `<td>${escapeHtml(one.licence ?? "–")}</td><td>${hash(one.sha256)}</td></tr>`
  );
  const heads = [words.data, words.source, words.licence, "sha256"];
  return `<div class="scroll" tabindex="0"><table class="data"><thead><tr>${
    heads.map((head) => `<th scope="col">${head}</th>`).join("")
  }</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function hash(text: string): string {
  return /^[0-9a-f]{32,}$/.test(text) ? `<span class="hash">${text}</span>` : escapeHtml(text);
}
