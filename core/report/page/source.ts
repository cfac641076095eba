/** The whole lab as it ran: to read, to copy, to save as a file. */
import { Buffer } from "node:buffer";
import { escapeHtml } from "../html.ts";
import type { ReportInput } from "../report.ts";
import { pageWords } from "./bilingual.ts";
import { codeBox } from "./body.ts";

/** The section's HTML. The link holds the file itself, so that it needs neither network nor script. */
export function sourceHtml({ lab, source }: ReportInput): string {
  const address = `data:text/plain;charset=utf-8;base64,${Buffer.from(source).toString("base64")}`;
  const name = escapeHtml(`${lab}.ts`);
  return `<section aria-labelledby="source"><h2 id="source">${pageWords.wholeLab}</h2>` +
    `<p><a class="download" download="${name}" href="${address}">${pageWords.download} ${name}</a></p>` +
    `<details class="setup"><summary>${name}</summary>${
      codeBox(source.trimEnd())
    }</details></section>`;
}
