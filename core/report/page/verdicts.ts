/** Verdicts on the page, of claims and of checks. */
import { slug } from "../html.ts";
import { type AnyVerdict, countVerdicts } from "../verdicts.ts";
import type { InterfaceTexts } from "../interface_texts.ts";

const symbols: Readonly<Record<AnyVerdict, string>> = {
  "reproduced": "✓",
  "within tolerance": "≈",
  "differs": "✗",
  "passed": "✓",
  "failed": "✗",
  "not judged": "○",
};

/** A verdict as symbol, words and colour. */
export function verdictHtml(verdict: AnyVerdict, words: InterfaceTexts, count?: number): string {
  const text = words[verdict] + (count === undefined ? "" : ` ${count}`);
  return `<span class="verdict ${slug(verdict)}">${symbols[verdict]} ${text}</span>`;
}

/** The same in a narrow place: symbol and count to see, the words to hear and on hovering. */
function shortVerdictHtml(verdict: AnyVerdict, words: InterfaceTexts, count: number): string {
  const text = `${words[verdict]} ${count}`;
  return `<span class="verdict ${slug(verdict)}" role="img" aria-label="${text}" title="${text}">` +
    `${symbols[verdict]} ${count}</span>`;
}

/** How many claims, or checks, ended each way, the ways that did not happen left out. */
export function tallyHtml(
  judged: readonly { readonly verdict: AnyVerdict }[],
  words: InterfaceTexts,
  short = false,
): string {
  const one = short ? shortVerdictHtml : verdictHtml;
  const items = countVerdicts(judged)
    .map(([verdict, count]) => `<li>${one(verdict, words, count)}</li>`);
  return items.length === 0 ? "–" : `<ul class="tally">${items.join("")}</ul>`;
}
