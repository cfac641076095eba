/** What a reader must know before the first number. */
import { escapeHtml } from "../html.ts";
import type { DataUsed, ReportInput } from "../report.ts";
import { type PageTexts, pageWords } from "./bilingual.ts";

/** More stand-ins than this are counted at the top, not named. */
const FEW = 3;

/** The notices how a run ended early, hints, and in one line which data replace the chapter's. */
export function noticesHtml(
  { interrupted, error, hints = [], data }: ReportInput,
  texts: PageTexts,
): string {
  return (interrupted ? note(`<p>${pageWords.interrupted}</p>`) : "") +
    (error === undefined
      ? ""
      : note(`<p><b>${pageWords.stopped}</b> <span lang="en">${escapeHtml(error)}</span></p>`)) +
    hints.map((hint) => note(`<p>${texts.text(hint)}</p>`)).join("") +
    standInsHtml(data);
}

/** The notice in the place of something that cannot be shown. */
export const unshownHtml = (problem: string): string =>
  note(
    `<p><b>${pageWords.unshown}:</b> <span lang="en">${escapeHtml(problem)}</span></p>`,
  );

const note = (html: string) => `<div class="note warning" role="note">${html}</div>`;

/** The stand-ins in one line, which leads to the list of all data. */
function standInsHtml(data: readonly DataUsed[]): string {
  const standIns = data.filter((one) => one.standIn !== undefined);
  if (standIns.length === 0) return "";
  const names = standIns.length > FEW
    ? `${standIns.length} ${pageWords.files}`
    : standIns.map(({ name }) => escapeHtml(name)).join(", ");
  return `<p class="stand-ins" role="note"><b>${pageWords.standIn}:</b> ${names} · ` +
    `<a href="#data">${pageWords.details}</a></p>`;
}
