/**
 * A page in both languages: every text stands in it in English and in Korean, and the style sheet
 * hides the one that the reader has not chosen.
 */
import { both, capital, escapeHtml } from "../html.ts";
import { type InterfaceTexts, interfaceTexts } from "../interface_texts.ts";
import { createMarkdown, type Markdown } from "../markdown/markdown.ts";
import type { KoreanText } from "../weave/korean.ts";
import { splitHeading } from "../weave/texts.ts";
import { koreanSentence } from "./sentences.ts";

const inBoth = (of: (texts: InterfaceTexts) => Readonly<Record<string, string>>) => {
  const [en, ko] = [of(interfaceTexts("en")), of(interfaceTexts("ko"))];
  return Object.fromEntries(
    Object.keys(en).map((key) => [key, both(escapeHtml(en[key] ?? ""), escapeHtml(ko[key] ?? ""))]),
  ) as InterfaceTexts;
};

/** The interface texts as HTML in both languages. */
export const pageWords: InterfaceTexts = inBoth((texts) => texts);

/** The same with a capital first letter, for headings. */
export const headWords: InterfaceTexts = inBoth((texts) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, capital(text)]))
);

/** Makes HTML of the texts of a lab. */
export interface PageTexts {
  /** The Korean of an English text as it is; undefined where there is none. */
  plain(english: string): string | undefined;
  /** A text within a line, in both languages. */
  text(english: string): string;
  /** Markdown in both languages. */
  markdown(english: string): string;
  /**
   * A block of prose: its heading has one id for both languages.
   *
   * @throws {UserError} If its maths cannot be parsed.
   */
  prose(english: string): string;
}

/**
 * Makes the texts of one page.
 *
 * @param find Finds the Korean of a longer text by its hash.
 * @param words The lab's own short words.
 * @param markdown Renders the prose; its headings are the page's contents.
 * @param attempt Gives what it calls, or a notice in its place if that throws.
 */
export function pageTexts(
  find: (english: string) => KoreanText | undefined,
  words: ReadonlyMap<string, string>,
  markdown: Markdown,
  attempt: (make: () => string) => string,
): PageTexts {
  // Headings in captions, and those of the second language, do not belong in the table of contents.
  const other = createMarkdown();
  const plain = (english: string) =>
    words.get(english) ?? find(english)?.text ?? koreanSentence(english);
  const inKorean = (korean: string | undefined) =>
    korean === undefined ? undefined : attempt(() => other.render(korean));
  return {
    plain,
    text: (english) => {
      const korean = plain(english);
      if (korean === undefined) return escapeHtml(english);
      return both(escapeHtml(english), escapeHtml(korean));
    },
    markdown: (english) =>
      both(attempt(() => other.render(english)), inKorean(plain(english)), "div"),
    prose: (english) => {
      const { level, heading, rest } = splitHeading(english);
      const korean = find(english);
      const head = level === 0 ? "" : markdown.heading(level, heading, korean?.heading);
      return head + (rest === "" ? "" : both(markdown.render(rest), inKorean(korean?.text), "div"));
    },
  };
}
