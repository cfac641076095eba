/** What a reader must know before the first number. */
import { escapeHtml } from "../html.ts";
import type { DataUsed, ReportInput } from "../report.ts";
import type { InterfaceTexts } from "../interface_texts.ts";

/** More stand-ins than this are listed behind one summary: forty notes would bury the report. */
const EACH_BY_ITSELF = 2;

/** The notices how a run ended early, hints, and which data replace the chapter's. */
export function noticesHtml(
  { interrupted, error, hints = [], data }: ReportInput,
  words: InterfaceTexts,
): string {
  const standIns = data.filter((one) => one.standIn !== undefined);
  return (interrupted ? note(`<p>${words.interrupted}</p>`) : "") +
    (error === undefined ? "" : note(`<p><b>${words.stopped}</b> ${escapeHtml(error)}</p>`)) +
    hints.map((hint) => note(`<p>${escapeHtml(hint)}</p>`)).join("") +
    (standIns.length > EACH_BY_ITSELF
      ? note(
        `<p><b>${words.standIn}: ${standIns.length} ${words.files}.</b></p>` +
          `<details><summary>${words.which}</summary><ul>${
            standIns.map((one) => `<li>${standInHtml(one)}</li>`).join("")
          }</ul></details>`,
      )
      : standIns.map((one) => note(`<p><b>${words.standIn}:</b> ${standInHtml(one)}</p>`)).join(
        "",
      ));
}

/** The notice in the place of something that cannot be shown. */
export const unshownHtml = (problem: string, words: InterfaceTexts): string =>
  note(`<p><b>${words.unshown}:</b> ${escapeHtml(problem)}</p>`);

const note = (html: string) => `<aside class="note warning" role="note">${html}</aside>`;

/** "david.png · camera.png of …": the notice has already said that it is a stand-in. */
function standInHtml({ name, standIn = "" }: DataUsed): string {
  return `<b>${escapeHtml(name)}</b> · ${escapeHtml(standIn.replace(/^stand-in: /, ""))}`;
}
