/** Checks on the page: all of them behind the claims, those that failed also where they are made. */
import type { Check, CheckRule } from "../checks.ts";
import type { ClaimValue } from "../claims.ts";
import { formatNumber, slug } from "../html.ts";
import { type PageTexts, pageWords } from "./bilingual.ts";
import { valueText } from "./claims.ts";
import { type Attempt, marginNote, placeOf, reasonRow, tableRow, valueCell } from "./notes.ts";
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

/** The table of all checks; each leads to its place in the story. */
export function checksTable(
  checks: readonly Check[],
  texts: PageTexts,
  attempt: Attempt = (make) => make(),
): string {
  if (checks.length === 0) return "";
  const row = (check: Check) =>
    `<tr id="${checkAnchor(check)}"${check.why === undefined ? "" : ' class="reasoned"'}>` +
    `<td class="what"><a href="#made-${checkAnchor(check)}">${texts.text(check.what)}</a></td>` +
    valueCell(pageWords.expected, ruleText(check.rule)) +
    valueCell(pageWords.ours, textOf(check)) +
    `<td class="ended">${verdictHtml(check.verdict)}</td></tr>` + reasonRow(check.why, texts);
  const heads = [pageWords.check, pageWords.expected, pageWords.ours, pageWords.verdict];
  return tallyHtml(checks) +
    `<table class="data"><thead><tr>${
      heads.map((head) => `<th scope="col">${head}</th>`).join("")
    }</tr></thead><tbody>${
      checks.map((check) => tableRow(() => row(check), attempt)).join("")
    }</tbody></table>`;
}

/** A check that failed, beside the place where it is made. */
export const checkNote = (check: Check, texts: PageTexts): string =>
  marginNote(
    checkAnchor(check),
    texts.text(check.what),
    check.verdict,
    [[pageWords.expected, ruleText(check.rule)], [pageWords.ours, textOf(check)]],
    check.why,
    texts,
  );

/** The place of a check in the story. */
export const checkPlace = (check: Check): string => placeOf(checkAnchor(check));
