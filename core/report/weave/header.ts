/** The JSDoc header of a lab, which has a fixed set of tags. */
import { UserError } from "../../base/errors.ts";
import { quoted } from "../../base/quoted.ts";

/** The contents of a lab's header. */
export interface LabHeader {
  readonly title: string;
  /** The section of the chapter, as the chapter names it. */
  readonly section: string;
  /** The exact command that runs the lab, with its permissions. */
  readonly run: string;
  /** What must be available first: data, weights; or "nothing". */
  readonly needs: string;
  /** Minutes of a quick run, and of a full one if that differs. */
  readonly minutes: { readonly quick: number; readonly full: number };
  /** What the reader will be able to do. */
  readonly goals: readonly string[];
  /** The last line of the header, counted from 1. */
  readonly endLine: number;
}

const tags = ["title", "section", "run", "needs", "minutes", "goals"] as const;
type Tag = typeof tags[number];
const tagList = tags.map((tag) => `@${tag}`).join(", ");

interface Found {
  readonly line: number;
  readonly lines: string[];
}

/**
 * Reads the header at the top of a lab.
 *
 * ```
 * /**
 *  * @title What the lab is called
 *  * @section The section of the chapter
 *  * @run deno run --allow-read=. --allow-write=reports labs/04_convolution.ts
 *  * @needs nothing
 *  * @minutes 0.5, full 2
 *  * @goals
 *  * - write a convolution as four loops
 *  * - say why the result is smaller
 *  *\/
 * ```
 *
 * @param path The file's name in messages.
 * @throws {UserError} If there is no header, a tag is unknown, missing, repeated or empty, the minutes
 * are not numbers, or the command does not run this file; the message names file and line.
 */
export function parseHeader(source: string, path: string): LabHeader {
  const lines = source.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#!"));
  const end = lines.findIndex((line, i) => i >= start && line.trimEnd().endsWith("*/"));
  if (start < 0 || !lines[start]?.startsWith("/**") || end < 0) {
    throw new UserError(
      `${path}:${
        start < 0 ? 1 : start + 1
      }: expected a header /** … */ with the tags ${tagList}, ` +
        `found ${start < 0 ? "an empty file" : "something else"}. Begin the lab with one.`,
    );
  }
  const found = collect(lines, start, end, path);
  const text = (tag: Tag) => {
    const { line, lines } = need(found, tag, path, start);
    const value = lines.join(" ").trim();
    if (value !== "") return value;
    throw new UserError(`${path}:${line}: expected a text after @${tag}, found none. Write one.`);
  };
  const run = text("run");
  const file = path.split("/").at(-1) ?? path;
  if (!run.startsWith("deno run ") || !run.includes(file)) {
    throw new UserError(
      `${path}:${
        found.get("run")?.line
      }: expected @run to begin with "deno run " and to name ${file}, ` +
        `found ${quoted(run)}. Give the exact command.`,
    );
  }
  return {
    title: text("title"),
    section: text("section"),
    run,
    needs: text("needs"),
    minutes: parseMinutes(text("minutes"), `${path}:${found.get("minutes")?.line}`),
    goals: parseGoals(need(found, "goals", path, start), path),
    endLine: end + 1,
  };
}

function collect(
  lines: readonly string[],
  start: number,
  end: number,
  path: string,
): Map<Tag, Found> {
  const found = new Map<Tag, Found>();
  let current: string[] = [];
  for (let i = start; i <= end; i++) {
    const line = (lines[i] ?? "").replace(/^\s*\/?\*+ ?/, "").replace(/\s*\*\/\s*$/, "").replace(
      /^\/$/,
      "",
    );
    const match = /^@(\S+)\s?(.*)$/.exec(line.trim());
    if (!match) {
      current.push(line.trim());
      continue;
    }
    const [, name = "", rest = ""] = match;
    const tag = tags.find((known) => known === name);
    if (!tag) {
      throw new UserError(
        `${path}:${i + 1}: expected one of the tags ${tagList}, found ${
          quoted(`@${name}`)
        }. Correct it.`,
      );
    }
    if (found.has(tag)) {
      throw new UserError(`${path}:${i + 1}: expected @${tag} once, found it again. Remove one.`);
    }
    current = [rest];
    found.set(tag, { line: i + 1, lines: current });
  }
  return found;
}

function need(found: ReadonlyMap<Tag, Found>, tag: Tag, path: string, start: number): Found {
  const entry = found.get(tag);
  if (entry) return entry;
  throw new UserError(
    `${path}:${start + 1}: expected the tag @${tag} in the header, found none. Add it.`,
  );
}

function parseMinutes(text: string, place: string): { quick: number; full: number } {
  const match = /^(\d+(?:\.\d+)?)(?:, full (\d+(?:\.\d+)?))?$/.exec(text);
  if (!match) {
    throw new UserError(
      `${place}: expected @minutes to be like "0.5" or "0.5, full 20", found ${
        quoted(text)
      }. Correct it.`,
    );
  }
  const quick = Number(match[1]);
  return { quick, full: match[2] === undefined ? quick : Number(match[2]) };
}

function parseGoals({ line, lines }: Found, path: string): string[] {
  const goals: string[] = [];
  for (const text of lines) {
    if (text.startsWith("- ")) goals.push(text.slice(2).trim());
    else if (text !== "" && goals.length > 0) goals.push(`${goals.pop()} ${text}`);
  }
  if (goals.length > 0) return goals;
  throw new UserError(
    `${path}:${line}: expected lines that begin with "- " after @goals, found none. List the goals.`,
  );
}
