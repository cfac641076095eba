/** The parts that claims and checks have in common on the page. */
import { escapeHtml, slug } from "../html.ts";
import { verdictHtml } from "./verdicts.ts";
import type { AnyVerdict } from "../verdicts.ts";
import type { PageTexts } from "./bilingual.ts";

/** Gives what it calls, or a notice in its place if that throws. */
export type Attempt = (make: () => string) => string;

/** A row of a table; one that cannot be shown is a row with a notice. */
export function tableRow(make: () => string, attempt: Attempt): string {
  const html = attempt(make);
  return html.startsWith("<tr") ? html : `<tr><td colspan="4">${html}</td></tr>`;
}

/** A cell with a value; its label shows where a phone lays the row out as a card. */
export const valueCell = (label: string, text: string): string =>
  `<td class="value"><span class="label">${label} </span>${escapeHtml(text)}</td>`;

/** The row below a claim or a check that says why. */
export const reasonRow = (why: string | undefined, texts: PageTexts): string =>
  why === undefined ? "" : `<tr class="reason"><td colspan="4">${texts.text(why)}</td></tr>`;

/** A claim or a check that came out otherwise, beside the place where it is judged. */
export function marginNote(
  anchor: string,
  what: string,
  verdict: AnyVerdict,
  pairs: readonly (readonly [label: string, value: string])[],
  why: string | undefined,
  texts: PageTexts,
): string {
  return `<div class="margin ${slug(verdict)}" role="note">${verdictHtml(verdict)} ` +
    `<a href="#${anchor}">${what}</a><span class="pair">${
      pairs.map(([label, value]) => `<span><i>${label}</i> ${escapeHtml(value)}</span>`).join(" ")
    }</span>` + (why === undefined ? "" : `<span class="why">${texts.text(why)}</span>`) + `</div>`;
}

/** The place in the story that a row of the tables leads back to. */
export const placeOf = (anchor: string): string =>
  `<span class="place" id="made-${anchor}"></span>`;
