/** The English texts of a lab that are translated, each with the key and the hash that name it. */
import { createHash } from "node:crypto";
import { slug, uniqueNames } from "../html.ts";
import { type Block, parseBlocks } from "./blocks.ts";
import type { LabHeader } from "./header.ts";

/** A text of a lab, as its Korean file names it. */
export interface LabText {
  /** Unique in the lab: "intro", "four-loops", "caption: four-loops", "check: …". */
  readonly key: string;
  /** The heading with which a block of prose begins, without its signs. */
  readonly heading?: string;
  /** The whole text, heading included. */
  readonly text: string;
  readonly line: number;
}

/**
 * The hash that says which English text a Korean one translates: six hexadecimal digits, the same
 * wherever lines break.
 */
export const shortHash = (text: string): string =>
  createHash("sha256").update(text.replace(/\s+/g, " ").trim()).digest("hex").slice(0, 6);

/** The heading that a block of prose begins with, and the text below it. */
export function splitHeading(text: string): { level: number; heading: string; rest: string } {
  const [, signs = "", heading = "", rest = text] = /^(#{1,6}) ([^\n]*)\n?([\s\S]*)$/.exec(text) ??
    [];
  return { level: signs.length, heading, rest: rest.trim() };
}

/** The goals of a lab as a list in Markdown. */
export const goalList = (goals: readonly string[]): string =>
  goals.map((goal) => `- ${goal}`).join("\n");

/** Texts inside calls, as strings or strings joined by "+". */
const CALL_TEXT = /\b(check\(|(?:why|judge|caption|title):)\s*((?:"(?:[^"\\\n]|\\.)*"\s*\+?\s*)+)/g;
const STRING = /"((?:[^"\\\n]|\\.)*)"/g;

/** All texts of a lab in the order in which they stand in its file; equal ones once. */
export function labTexts(source: string, header: LabHeader): LabText[] {
  const unique = uniqueNames();
  const blocks = parseBlocks(source, header.endLine);
  let section = "intro";
  const texts: LabText[] = [
    { key: unique("goals"), text: goalList(header.goals), line: 1 },
    ...blocks.flatMap((block) => {
      const { heading } = splitHeading(block.kind === "prose" ? block.text : "");
      if (heading !== "") section = slug(heading);
      return textsOf(block, section, heading, unique);
    }),
  ];
  const known = new Set<string>();
  return texts.filter(({ text }) => {
    const hash = shortHash(text);
    return !known.has(hash) && known.add(hash);
  });
}

function textsOf(
  { kind, text, firstLine: line, answer }: Block,
  section: string,
  heading: string,
  unique: (name: string) => string,
): LabText[] {
  if (kind === "prose") return [{ key: unique(section), text, line, ...(heading && { heading }) }];
  if (kind === "caption") return [{ key: unique(`caption: ${section}`), text, line }];
  if (kind === "exercise") {
    return [
      { key: unique(`exercise: ${section}`), text, line },
      ...answer ? [{ key: unique(`answer: ${section}`), text: answer, line }] : [],
    ];
  }
  return [...text.matchAll(CALL_TEXT)].flatMap(({ 1: call = "", 2: literals = "", index }) => {
    const words = [...literals.matchAll(STRING)].map(([, one = ""]) => one.replace(/\\(.)/g, "$1"))
      .join("");
    const place = line + text.slice(0, index).split("\n").length - 1;
    const key = `${call.replace(/\W/g, "")}: ${slug(words).split("-").slice(0, 6).join("-")}`;
    return words.trim() === "" ? [] : [{ key: unique(key), text: words, line: place }];
  });
}
