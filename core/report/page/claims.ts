/** Claims on the page: all of them up front, each again where it is made. */
import type { Claim, ClaimValue, Tolerance } from "../claims.ts";
import { escapeHtml, formatNumber, slug } from "../html.ts";
import type { InterfaceTexts } from "../interface_texts.ts";
import { tallyHtml, verdictHtml } from "./verdicts.ts";

/** The address of a claim's place on the page. */
export function claimAnchor(claim: Pick<Claim, "id">): string {
  return `claim-${slug(claim.id)}`;
}

/** A value as the book would print it; `beside` another, what rounding would hide is added. */
export function valueText(value: ClaimValue | null, beside: ClaimValue | null = null): string {
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "string") return value;
  if (typeof value === "number") {
    return numberText(value, typeof beside === "number" ? beside : value);
  }
  const others = typeof beside === "object" && beside !== null ? beside : value;
  return `(${value.map((one, i) => numberText(one, others[i] ?? one)).join(", ")})`;
}

/**
 * 1 − 2.98e−8 beside 1: where rounding would make two numbers look alike, by how much they differ.
 */
function numberText(value: number, beside: number): string {
  const [text, other] = [formatNumber(value), formatNumber(beside)];
  if (text !== other || value === beside || !Number.isFinite(value)) return text;
  return `${other} ${value < beside ? "−" : "+"} ${formatNumber(Math.abs(value - beside))}`;
}

function toleranceText(tolerance: Tolerance | null): string {
  if (tolerance === null) return "";
  if (typeof tolerance === "number") return `± ${formatNumber(tolerance)}`;
  return `± ${formatNumber(tolerance.relative * 100)} %`;
}

/**
 * The table of all claims; each leads to its place in the text. A claim's section is named only
 * where it is not the one with which the lab's own, such as "LAB: …", ends.
 */
export function claimsTable(
  claims: readonly Claim[],
  section: string,
  words: InterfaceTexts,
): string {
  if (claims.length === 0) return "";
  const value = (label: string, text: string) =>
    `<td class="value" data-label="${label}">${escapeHtml(text)}</td>`;
  const row = (claim: Claim) => {
    const tolerance = toleranceText(claim.tolerance);
    return `<tr${claim.why === undefined ? "" : ' class="reasoned"'}>` +
      `<td class="what"><a href="#${claimAnchor(claim)}">${escapeHtml(claim.what)}</a>` +
      (section.endsWith(claim.section) ? "" : `<small>${escapeHtml(claim.section)}</small>`) +
      `</td>` +
      value(words.book, valueText(claim.book)) +
      value(words.ours, valueText(claim.ours, claim.book)) +
      `<td class="ended">${verdictHtml(claim.verdict, words)}` +
      (tolerance && `<small>${words.tolerance} ${tolerance}</small>`) + `</td></tr>` +
      (claim.why === undefined
        ? ""
        : `<tr class="reason"><td colspan="4">${escapeHtml(claim.why)}</td></tr>`);
  };
  const heads = [words.claim, words.book, words.ours, words.verdict];
  return `<section class="claims" aria-labelledby="claims"><h2 id="claims">${words.claims}</h2>` +
    tallyHtml(claims, words) +
    `<table class="data"><thead><tr>${
      heads.map((head) => `<th scope="col">${head}</th>`).join("")
    }</tr></thead><tbody>${claims.map(row).join("")}</tbody></table></section>`;
}

/** One claim, where it is made. */
export function claimCard(claim: Claim, words: InterfaceTexts): string {
  const [book, ours] = [valueText(claim.book), valueText(claim.ours, claim.book)].map(escapeHtml);
  return `<div class="claim ${slug(claim.verdict)}" id="${claimAnchor(claim)}">` +
    `<b>${escapeHtml(claim.what)}</b>${verdictHtml(claim.verdict, words)}` +
    `<span class="pair"><span><i>${words.book}</i> ${book}</span> ` +
    `<span><i>${words.ours}</i> ${ours}</span></span>` +
    (claim.why === undefined ? "" : `<span class="why">${escapeHtml(claim.why)}</span>`) + `</div>`;
}
