/** The Korean of a lab: `labs/ko/<lab>.md`, keyed by heading and a short hash of the English. */
import { type LabText, shortHash } from "./texts.ts";

/** The Korean of one text. */
export interface KoreanText {
  readonly key: string;
  /** The hash of the English text that it translates. */
  readonly hash: string;
  readonly heading?: string;
  /** Empty while it is not written. */
  readonly text: string;
  /** Its first line in the file, counted from 1. */
  readonly line: number;
}

/** A file of Korean texts. */
export interface KoreanFile {
  /** The lab's title, if the file begins with one. */
  readonly title?: string;
  readonly texts: readonly KoreanText[];
  /** Short words and labels, by the English: "epoch" is "에포크". */
  readonly words: ReadonlyMap<string, string>;
}

const HEADING = /^## (.+?) · (.*?)\s*<!-- ([0-9a-f]{6}) -->\s*$/;
const ENTRY = /^<!-- (?!en\b)(.+) · ([0-9a-f]{6}) -->\s*$/;
const WORDS = /^<!-- words -->\s*$/;

/**
 * Reads a file of Korean texts:
 *
 * ```
 * # 합성곱을 만들어보자
 *
 * <!-- intro · 3f2a91 -->
 * 숫자 아홉 개로 …
 *
 * <!-- caption: intro · 90b1c4 -->
 * 아홉 숫자 가운데 …
 *
 * ## a-picture-is-an-array · 이미지는 배열이다 <!-- 77c0de -->
 * 컴퓨터가 보는 초상화는 표입니다. …
 *
 * <!-- words -->
 * - epoch · 에포크
 * ```
 *
 * Other comments, such as the English text that `deno task ko` quotes, are left out.
 */
export function parseKorean(file: string): KoreanFile {
  const lines = file.split(/\r?\n/);
  const texts: (Omit<KoreanText, "text"> & { lines: string[] })[] = [];
  const words = new Map<string, string>();
  let title: string | undefined;
  let [inWords, comment] = [false, false];
  for (const [i, line] of lines.entries()) {
    const [, key = "", heading = "", hash = ""] = HEADING.exec(line) ?? [];
    const [, entry, entryHash = ""] = ENTRY.exec(line) ?? [];
    const begins = { line: i + 1, lines: [] };
    if (comment) comment = !line.includes("-->");
    else if (key !== "") texts.push({ ...begins, key, heading, hash });
    else if (entry !== undefined) texts.push({ ...begins, key: entry, hash: entryHash });
    else if (WORDS.test(line)) inWords = true;
    else if (line.trimStart().startsWith("<!--")) comment = !line.includes("-->");
    else if (inWords) {
      const [, english, korean] = /^- (.+?) · (.+)$/.exec(line) ?? [];
      if (english !== undefined && korean !== undefined) words.set(english, korean.trim());
    } else if (texts.length === 0) title ??= /^# (.+)$/.exec(line)?.[1]?.trim();
    else texts.at(-1)?.lines.push(line);
    if (key !== "" || entry !== undefined) inWords = false;
  }
  return {
    ...(title !== undefined && { title }),
    texts: texts.map(({ lines: own, ...text }) => ({ ...text, text: own.join("\n").trim() })),
    words,
  };
}

/** Whether a Korean text says something: a heading without text below it may be all there is. */
const isWritten = ({ text, heading }: KoreanText, of: LabText): boolean =>
  of.heading === undefined ? text !== "" : !!heading && (text !== "") === of.text.includes("\n");

/** Finds the Korean of an English text; undefined where there is none, or only one of another text. */
export function koreanFinder(
  file: KoreanFile | undefined,
): (english: string) => KoreanText | undefined {
  const byHash = new Map(
    file?.texts.filter(({ text, heading }) => text !== "" || heading)
      .map((one) => [one.hash, one]),
  );
  return (english) => byHash.get(shortHash(english));
}

/** How a lab's Korean differs from its English. */
export interface KoreanGaps {
  /** English texts without Korean. */
  readonly missing: readonly LabText[];
  /** English texts whose Korean was written for an earlier wording. */
  readonly stale: readonly (LabText & { readonly korean: KoreanText })[];
  /** Korean texts of nothing. */
  readonly unused: readonly KoreanText[];
}

/** Compares a lab's English texts with a file of Korean ones. */
export function koreanGaps(english: readonly LabText[], { texts, words }: KoreanFile): KoreanGaps {
  const hashes = new Set(english.map(({ text }) => shortHash(text)));
  const left = texts.filter(({ hash }) => !hashes.has(hash));
  const lacking = english.filter((one) => {
    const korean = texts.find(({ hash }) => hash === shortHash(one.text));
    return !words.has(one.text) && !(korean && isWritten(korean, one));
  });
  const stale = lacking.flatMap((one) => {
    const korean = left.find(({ key }) => key === one.key);
    return korean ? [{ ...one, korean }] : [];
  });
  return {
    missing: lacking.filter((one) => !stale.some(({ key }) => key === one.key)),
    stale,
    unused: left.filter((one) => !stale.some(({ korean }) => korean === one)),
  };
}
