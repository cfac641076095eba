/** Claims on the page: all of them behind the story, those that differ also where they are made. */
import type { Claim, ClaimValue, Tolerance } from "../claims.ts";
import { both, escapeHtml, formatNumber, languageOf, slug } from "../html.ts";
import { type PageTexts, pageWords } from "./bilingual.ts";
import { type Attempt, marginNote, placeOf, reasonRow, tableRow, valueCell } from "./notes.ts";
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
 * The table of all claims; each leads to its place in the story. A claim's section is named only
 * where it is not the one with which the lab's own, such as "LAB: …", ends.
 */
export function claimsTable(
  claims: readonly Claim[],
  section: string,
  texts: PageTexts,
  attempt: Attempt = (make) => make(),
): string {
  if (claims.length === 0) return "";
  const row = (claim: Claim) => {
    const tolerance = toleranceText(claim.tolerance);
    return `<tr id="${claimAnchor(claim)}"${claim.why === undefined ? "" : ' class="reasoned"'}>` +
      `<td class="what"><a href="#made-${claimAnchor(claim)}">${whatHtml(claim, texts)}</a>` +
      (section.endsWith(claim.section)
        ? ""
        : `<small${languageOf(claim.section)}>${escapeHtml(claim.section)}</small>`) +
      `</td>` +
      valueCell(pageWords.book, valueText(claim.book)) +
      valueCell(pageWords.ours, valueText(claim.ours, claim.book)) +
      `<td class="ended">${verdictHtml(claim.verdict)}` +
      (tolerance && `<small>${pageWords.tolerance} ${tolerance}</small>`) + `</td></tr>` +
      reasonRow(claim.why, texts);
  };
  const heads = [pageWords.claim, pageWords.book, pageWords.ours, pageWords.verdict];
  return tallyHtml(claims) +
    `<table class="data"><thead><tr>${
      heads.map((head) => `<th scope="col">${head}</th>`).join("")
    }</tr></thead><tbody>${
      claims.map((claim) => tableRow(() => row(claim), attempt)).join("")
    }</tbody></table>`;
}

/** A claim that differs, beside the place where it is made. */
export const claimNote = (claim: Claim, texts: PageTexts): string =>
  marginNote(
    claimAnchor(claim),
    whatHtml(claim, texts),
    claim.verdict,
    [
      [pageWords.book, valueText(claim.book)],
      [pageWords.ours, valueText(claim.ours, claim.book)],
    ],
    claim.why,
    texts,
  );

/** The place of a claim in the story. */
export const claimPlace = (claim: Claim): string => placeOf(claimAnchor(claim));

/** The claim in words: its record has both languages. */
const whatHtml = ({ what, whatKo }: Claim, texts: PageTexts): string =>
  whatKo === undefined ? texts.text(what) : both(escapeHtml(what), escapeHtml(whatKo));
