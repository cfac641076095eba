/** The Korean of the labs, held against their English. */
import { koreanGaps, labTexts, parseHeader, parseKorean } from "../../core/report/mod.ts";

/** Where a lab's Korean stands. */
export const koreanPath = (name: string): string => `labs/ko/${name}.md`;

/** What is missing in a lab's Korean: problems, and a count of a lab that has none yet. */
export interface KoreanState {
  readonly problems: readonly string[];
  /** The number of texts of a lab without a file of Korean. */
  readonly untranslated: number;
}

/**
 * One sentence for each text of a lab that its Korean lacks, or has for an earlier wording, and for
 * each Korean text of nothing. A lab without Korean is counted only.
 */
export function koreanState(name: string, source: string, korean: string | undefined): KoreanState {
  const path = `labs/${name}.ts`;
  const english = labTexts(source, parseHeader(source, path));
  if (korean === undefined) return { problems: [], untranslated: english.length };
  const file = koreanPath(name);
  const { missing, stale, unused } = koreanGaps(english, parseKorean(korean));
  const number = Number.parseInt(name, 10);
  return {
    untranslated: 0,
    problems: [
      ...missing.map(({ key, line }) =>
        `${file}: expected the Korean of "${key}" (${path}:${line}), found none; write it ` +
        `(deno task ko ${number} adds its place).`
      ),
      ...stale.map(({ key, line, korean: { line: at } }) =>
        `${file}:${at}: expected the Korean of "${key}" as it is now (${path}:${line}), found that ` +
        `of an earlier wording; correct it, then deno task ko ${number} --current.`
      ),
      ...unused.map(({ key, line }) =>
        `${file}:${line}: found the Korean of "${key}", which the lab no longer has; remove it.`
      ),
    ],
  };
}
