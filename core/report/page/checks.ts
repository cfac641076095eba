/** Checks on the page: all of them behind the claims, each again where it is made. */
import type { Check, CheckRule } from "../checks.ts";
import type { ClaimValue } from "../claims.ts";
import { escapeHtml, formatNumber, slug } from "../html.ts";
import type { InterfaceTexts } from "../interface_texts.ts";
import { valueText } from "./claims.ts";
import { tallyHtml, verdictHtml } from "./verdicts.ts";

/** The address of a check's place on the page. */
export function checkAnchor(check: Pick<Check, "id">): string {
  return `check-${slug(check.id)}`;
}

/** A rule as a reader knows it: "≤ 1e−5", "(4, 6, 9)", "0 ± 0.01". */
export function ruleText(rule: CheckRule): string {
  if ("equals" in rule) return valueText(rule.equals);
  if ("near" in rule) return `${valueText(rule.near)} ± ${formatNumber(rule.within)}`;
  if ("atMost" in rule) return `≤ ${formatNumber(rule.atMost)}`;
  if ("atLeast" in rule) return `≥ ${formatNumber(rule.atLeast)}`;
  return "below" in rule ? `< ${formatNumber(rule.below)}` : `> ${formatNumber(rule.above)}`;
}

/** The number beside which the value is written, so that rounding hides no difference. */
function beside(rule: CheckRule): ClaimValue | null {
  if ("equals" in rule) return rule.equals;
  return "near" in rule ? rule.near : null;
}

const textOf = ({ value, rule }: Check): string => valueText(value, beside(rule));

/** The table of all checks; each leads to its place in the text. */
export function checksTable(checks: readonly Check[], words: InterfaceTexts): string {
  if (checks.length === 0) return "";
  const value = (label: string, text: string) =>
    `<td class="value" data-label="${label}">${escapeHtml(text)}</td>`;
  const row = (check: Check) =>
    `<tr${check.why === undefined ? "" : ' class="reasoned"'}>` +
    `<td class="what"><a href="#${checkAnchor(check)}">${escapeHtml(check.what)}</a></td>` +
    value(words.expected, ruleText(check.rule)) +
    value(words.ours, textOf(check)) +
    `<td class="ended">${verdictHtml(check.verdict, words)}</td></tr>` +
    (check.why === undefined
      ? ""
      : `<tr class="reason"><td colspan="4">${escapeHtml(check.why)}</td></tr>`);
  const heads = [words.check, words.expected, words.ours, words.verdict];
  return `<section class="claims" aria-labelledby="checks"><h2 id="checks">${words.checks}</h2>` +
    tallyHtml(checks, words) +
    `<table class="data"><thead><tr>${
      heads.map((head) => `<th scope="col">${head}</th>`).join("")
    }</tr></thead><tbody>${checks.map(row).join("")}</tbody></table></section>`;
}

/** One check, where it is made. */
export function checkCard(check: Check, words: InterfaceTexts): string {
  return `<div class="claim ${slug(check.verdict)}" id="${checkAnchor(check)}">` +
    `<b>${escapeHtml(check.what)}</b>${verdictHtml(check.verdict, words)}` +
    `<span class="pair"><span><i>${words.expected}</i> ${
      escapeHtml(ruleText(check.rule))
    }</span> ` +
    `<span><i>${words.ours}</i> ${escapeHtml(textOf(check))}</span></span>` +
    (check.why === undefined ? "" : `<span class="why">${escapeHtml(check.why)}</span>`) + `</div>`;
}
