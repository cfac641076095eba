/** `deno task ko`: makes places for the Korean of a lab, and says that it is up to date. */
import { dirname, join } from "node:path";
import { Command } from "../../core/base/command_line.ts";
import {
  type KoreanFile,
  koreanGaps,
  type KoreanText,
  type LabText,
  labTexts,
  parseHeader,
  parseKorean,
  shortHash,
} from "../../core/report/mod.ts";
import { koreanPath } from "../check/korean.ts";
import { findLab, labNames } from "./lab_files.ts";
import { root } from "./paths.ts";

const EXAMPLES = `
Examples:
  deno task ko 4             adds a place for each text of lab 4 that has no Korean yet
  deno task ko 4 --current   says that all Korean texts fit the English as it is now`;

/** The command `ko`. */
export const command = () =>
  new Command("deno task ko")
    .description("Makes places for the Korean of a lab in labs/ko/.")
    .argument("<lab>", "number, or part of the name")
    .option("--current", "the Korean of changed texts has been corrected", false)
    .option("--debug", "print the stack trace of errors", false)
    .addHelpText("after", EXAMPLES)
    .action(async (wanted, { current }) => {
      const name = findLab(wanted, await labNames());
      const path = koreanPath(name);
      const source = await Deno.readTextFile(join(root, `labs/${name}.ts`));
      const before = await Deno.readTextFile(join(root, path)).catch((error) => {
        if (error instanceof Deno.errors.NotFound) return "";
        throw error;
      });
      const header = parseHeader(source, `labs/${name}.ts`);
      const english = labTexts(source, header);
      const file = parseKorean(before);
      const title = file.title ?? header.title.split(" · ")[1] ?? header.title;
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), koreanText(title, english, file, current));
      const { missing, stale } = koreanGaps(english, file);
      console.log(
        `${path}: ${english.length} texts, ${missing.length} to write` +
          (current ? "" : `, ${stale.length} to correct`),
      );
    });

/**
 * A file of Korean texts in the order of the English. A text without Korean, or with that of an
 * earlier wording, has its English above it as a comment.
 *
 * @param current Whether the Korean of earlier wordings fits the English as it is now.
 */
export function koreanText(
  title: string,
  english: readonly LabText[],
  file: KoreanFile,
  current: boolean,
): string {
  const { stale, unused } = koreanGaps(english, file);
  const entries = english.filter(({ text }) => !file.words.has(text)).map((one) => {
    const old = stale.find(({ key }) => key === one.key)?.korean;
    const written = file.texts.find(({ hash }) => hash === shortHash(one.text));
    const korean = written ?? old;
    const hash = old && !current ? old.hash : shortHash(one.text);
    const finished = written ? written.text !== "" || written.heading : old && current;
    return [
      entryLine(one, korean, hash),
      ...finished ? [] : [`<!-- en\n${one.text.replaceAll("--", "- -")}\n-->`],
      ...korean?.text ? [korean.text] : [],
    ].join("\n");
  });
  const kept = current
    ? []
    : unused.map((one) => [entryLine(one, one, one.hash), one.text].join("\n"));
  const words = [...file.words].map(([en, ko]) => `- ${en} · ${ko}`);
  return [
    `# ${title}`,
    ...entries,
    ...kept,
    ...words.length > 0 ? [["<!-- words -->", ...words].join("\n")] : [],
  ].join("\n\n") + "\n";
}

function entryLine(
  { key, heading }: Pick<LabText, "key" | "heading">,
  korean: KoreanText | undefined,
  hash: string,
): string {
  return heading === undefined
    ? `<!-- ${key} · ${hash} -->`
    : `## ${key} · ${korean?.heading ?? ""} <!-- ${hash} -->`;
}
