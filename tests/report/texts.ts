/** Texts of a page, without a lab. */
import { createMarkdown } from "../../core/report/markdown/markdown.ts";
import { type PageTexts, pageTexts } from "../../core/report/page/bilingual.ts";
import { koreanFinder, parseKorean } from "../../core/report/weave/korean.ts";

/** The texts of a page whose lab has this Korean. */
export function textsWith(korean = "", markdown = createMarkdown()): PageTexts {
  const file = parseKorean(korean);
  return pageTexts(koreanFinder(file), file.words, markdown, (make) => make());
}

/** What a reader of one language sees, without tags. */
export const seen = (html: string, language: "en" | "ko" = "en"): string =>
  html.replace(
    new RegExp(`<(span|div) class="t" lang="${language === "en" ? "ko" : "en"}">.*?</\\1>`, "gs"),
    "",
  ).replace(/<[^>]*>/g, "");
