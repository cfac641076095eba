/** Verdicts on the page, of claims and of checks. */
import { slug } from "../html.ts";
import { type AnyVerdict, countVerdicts } from "../verdicts.ts";
import { pageWords } from "./bilingual.ts";

const symbols: Readonly<Record<AnyVerdict, string>> = {
  "reproduced": "✓",
  "within tolerance": "≈",
  "differs": "✗",
  "passed": "✓",
  "failed": "✗",
  "not judged": "○",
};

/** A verdict as symbol, words and colour. */
export function verdictHtml(verdict: AnyVerdict, count?: number): string {
  const number = count === undefined ? "" : `${count} `;
  return `<span class="verdict ${slug(verdict)}">${symbols[verdict]} ${number}${
    pageWords[verdict]
  }</span>`;
}

/** The same in a narrow place: symbol and count to see, the words to hear. */
function shortVerdictHtml(verdict: AnyVerdict, count: number): string {
  return `<span class="verdict ${slug(verdict)}"><span aria-hidden="true">${
    symbols[verdict]
  } ${count}</span><span class="hear">${count} ${pageWords[verdict]}</span></span>`;
}

/** How many claims, or checks, ended each way, the ways that did not happen left out. */
export function tallyHtml(
  judged: readonly { readonly verdict: AnyVerdict }[],
  short = false,
): string {
  const one = short ? shortVerdictHtml : verdictHtml;
  const items = countVerdicts(judged).map(([verdict, count]) => `<li>${one(verdict, count)}</li>`);
  return items.length === 0 ? "–" : `<ul class="tally">${items.join("")}</ul>`;
}

/** The tallies of claims and of checks in one line that leads to their tables. */
export function tallyLine(
  claims: readonly { readonly verdict: AnyVerdict }[],
  checks: readonly { readonly verdict: AnyVerdict }[],
): string {
  const part = (label: string, judged: typeof claims, anchor: string) =>
    judged.length === 0
      ? ""
      : `<a href="#${anchor}"><span class="of">${label}</span> ${
        countVerdicts(judged).map(([verdict, count]) => verdictHtml(verdict, count)).join(" ")
      }</a>`;
  return part(pageWords.theBook, claims, "claims") +
    part(pageWords.checksShort, checks, claims.length > 0 ? "checks" : "claims");
}
