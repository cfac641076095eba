/** Claims on the page: all of them up front, each again where it is made. */
import {
  type Claim,
  type ClaimValue,
  countVerdicts,
  type Tolerance,
  type Verdict,
} from "../claims.ts";
import { escapeHtml, formatNumber, slug } from "../html.ts";
import type { Vocabulary } from "../words.ts";

const symbols: Readonly<Record<Verdict, string>> = {
  "reproduced": "✓",
  "within tolerance": "≈",
  "differs": "✗",
  "not judged": "○",
};

/** A verdict as symbol, words and colour. */
export function verdictHtml(verdict: Verdict, words: Vocabulary, count?: number): string {
  const text = words[verdict] + (count === undefined ? "" : ` ${count}`);
  return `<span class="verdict ${slug(verdict)}">${symbols[verdict]} ${text}</span>`;
}

/** How many claims ended each way, the ways that did not happen left out. */
export function tallyHtml(claims: readonly Pick<Claim, "verdict">[], words: Vocabulary): string {
  const counts = Object.entries(countVerdicts(claims)) as [Verdict, number][];
  const items = counts.filter(([, count]) => count > 0)
    .map(([verdict, count]) => `<li>${verdictHtml(verdict, words, count)}</li>`);
  return items.length === 0 ? "–" : `<ul class="tally">${items.join("")}</ul>`;
}

/** The address of a claim's place on the page. */
export function claimAnchor(claim: Pick<Claim, "id">): string {
  return `claim-${slug(claim.id)}`;
}

/** A value as the book would print it; `exactly` with every digit. */
export function valueText(value: ClaimValue | null, exactly = false): string {
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "string") return value;
  const number = exactly ? String : formatNumber;
  return typeof value === "number" ? number(value) : `(${value.map(number).join(", ")})`;
}

/** Both values; with every digit where rounding would make different ones look alike. */
function pair({ book, ours, verdict }: Claim): readonly [string, string] {
  const texts = [valueText(book), valueText(ours)] as const;
  const alike = texts[0] === texts[1] && verdict !== "reproduced" && verdict !== "not judged";
  return alike ? [valueText(book, true), valueText(ours, true)] : texts;
}

function toleranceText(tolerance: Tolerance | null): string {
  if (tolerance === null) return "";
  if (typeof tolerance === "number") return `± ${formatNumber(tolerance)}`;
  return `± ${formatNumber(tolerance.relative * 100)} %`;
}

/** The table of all claims; each leads to its place in the text. */
export function claimsTable(claims: readonly Claim[], words: Vocabulary): string {
  if (claims.length === 0) return "";
  const value = (label: string, text: string) =>
    `<td class="value${text.length > 24 ? " long" : ""}" data-label="${label}">${
      escapeHtml(text)
    }</td>`;
  const row = (claim: Claim) => {
    const [book, ours] = pair(claim);
    return `<tr><td class="what"><a href="#${claimAnchor(claim)}">${escapeHtml(claim.what)}</a>` +
      `<small>${escapeHtml(claim.section)}</small></td>${value(words.book, book)}${
        value(words.ours, ours)
      }` +
      `<td class="tolerance">${toleranceText(claim.tolerance)}</td>` +
      `<td>${verdictHtml(claim.verdict, words)}` +
      (claim.why === undefined ? "" : `<span class="why">${escapeHtml(claim.why)}</span>`) +
      `</td></tr>`;
  };
  const heads = [words.claim, words.book, words.ours, words.tolerance, words.verdict];
  return `<section class="claims" aria-labelledby="claims"><h2 id="claims">${words.claims}</h2>` +
    tallyHtml(claims, words) +
    `<div class="scroll" tabindex="0"><table class="data"><thead><tr>${
      heads.map((head, i) =>
        `<th scope="col"${i === 1 || i === 2 ? ' class="number"' : ""}>${head}</th>`
      ).join("")
    }</tr></thead><tbody>${claims.map(row).join("")}</tbody></table></div></section>`;
}

/** One claim, where it is made. */
export function claimCard(claim: Claim, words: Vocabulary): string {
  const [book, ours] = pair(claim);
  return `<div class="claim ${slug(claim.verdict)}" id="${claimAnchor(claim)}">` +
    `<b>${escapeHtml(claim.what)}</b><span class="pair"><i>${words.book}</i> ${escapeHtml(book)}` +
    ` · <i>${words.ours}</i> ${escapeHtml(ours)}</span>${verdictHtml(claim.verdict, words)}` +
    (claim.why === undefined ? "" : `<span class="why">${escapeHtml(claim.why)}</span>`) + `</div>`;
}
