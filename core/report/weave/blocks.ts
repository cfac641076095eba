/** Splits a lab's text into prose, captions, exercises and code. */
import { type LineStart, scanLines } from "./scan.ts";
import { directive, isSetup, isShowing, type Statement, statementsOf } from "./statements.ts";

/** A sequence of lines, numbered from 1, both ends included. */
export interface Block {
  /**
   * `setup` is code that only imports and opens the lab; a `caption` belongs to the statement below
   * it; the text of an `exercise` is its question.
   */
  readonly kind: "prose" | "caption" | "exercise" | "code" | "setup";
  readonly text: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Code that a reader sees only when asked for. */
  readonly folded?: true;
  /** The answer of an exercise. */
  readonly answer?: string;
}

/** What a line is by its first letters; `open` and `fold` are the marks `//+` and `//-`. */
type LineKind = "prose" | "caption" | "exercise" | "open" | "fold" | "code";

function lineKind(line: string, start: LineStart | undefined): LineKind {
  if (!line.startsWith("//") || directive.test(line) || start?.depth !== 0 || start.inside) {
    return "code";
  }
  if (line.startsWith("//:")) return "caption";
  if (/^\/\/[?!]/.test(line)) return "exercise";
  const [, mark] = /^\/\/([+-])\s*$/.exec(line) ?? [];
  return mark === undefined ? "prose" : mark === "+" ? "open" : "fold";
}

/**
 * Splits a lab into blocks.
 *
 * A `//` comment that begins its line and stands outside all brackets is prose; every heading begins
 * a block. Comments that are indented, follow code, or stand inside strings are part of the code. Two
 * comments with an empty line between them are two paragraphs of one block. `//:` is the caption of
 * what the statement below it shows, which is a block of its own. `//?` is an exercise, and `//!` its
 * answer.
 *
 * Imports at the beginning of code are `setup`. Statements at the end of some code that only show or
 * judge are folded; a mark `//+` above some code keeps all of it open, `//-` folds it.
 *
 * @param headerEnd The number of lines at the beginning to skip.
 */
export function parseBlocks(source: string, headerEnd = 0): Block[] {
  const lines = source.split(/\r?\n/);
  const starts = scanLines(source.replaceAll("\r\n", "\n"));
  const kinds = lines.map((line, i) => lineKind(line, starts[i]));
  const blocks: Block[] = [];
  let mark: LineKind | undefined;
  for (let first = headerEnd; first < lines.length;) {
    if (lines[first]?.trim() === "") {
      first++;
      continue;
    }
    const kind = kinds[first] ?? "code";
    let last = first;
    for (let i = first; i < lines.length; i++) {
      // An empty line in a template string is part of the code as well.
      if (lines[i]?.trim() === "") continue;
      if (kinds[i] !== kind) break;
      last = i;
    }
    const part = lines.slice(first, last + 1);
    if (kind === "open" || kind === "fold") mark = kind;
    else if (kind === "code") {
      const captioned = blocks.at(-1)?.kind === "caption";
      const statements = statementsOf(lines, starts, first, last + 1);
      for (const { statements: some, ...how } of grouped(statements, captioned, mark)) {
        const [from, to] = [some[0]?.first ?? first, some.at(-1)?.last ?? last];
        const text = lines.slice(from, to + 1).join("\n").trimEnd();
        blocks.push({ ...how, text, firstLine: from + 1, lastLine: to + 1 });
      }
      mark = undefined;
    } else if (kind === "exercise") blocks.push(...exercisesOf(part, first));
    else if (kind === "caption") blocks.push(commentBlock("caption", part, first));
    else blocks.push(...proseOf(part, first));
    first = last + 1;
  }
  return blocks;
}

/** Statements in groups, each of which becomes a block. */
function grouped(
  statements: readonly Statement[],
  captioned: boolean,
  mark: LineKind | undefined,
): (Pick<Block, "kind" | "folded"> & { statements: readonly Statement[] })[] {
  const found = statements.findIndex((one) => !isSetup(one));
  const imports = found < 0 ? statements.length : found;
  const body = statements.slice(imports);
  const shown = captioned ? body.slice(0, 1) : [];
  const rest = body.slice(shown.length);
  const idea = mark === undefined ? rest.findLastIndex((one) => !isShowing(one)) + 1 : 0;
  const code = (some: readonly Statement[], fold: boolean) => ({
    ...{ kind: "code" as const, statements: some },
    ...(fold && { folded: true as const }),
  });
  return [
    { kind: "setup" as const, statements: statements.slice(0, imports) },
    code(shown, mark === undefined ? shown.every(isShowing) : mark === "fold"),
    code(rest.slice(0, idea), false),
    code(rest.slice(idea), mark !== "open"),
  ].filter(({ statements: some }) => some.length > 0);
}

const words = (line: string, sign: string) => line.replace(sign, "").replace(/^ /, "");

function commentBlock(kind: "caption" | "prose", part: readonly string[], first: number): Block {
  const sign = kind === "caption" ? "//:" : "//";
  return {
    kind,
    text: part.map((line) => words(line, sign)).join("\n"),
    firstLine: first + 1,
    lastLine: first + part.length,
  };
}

/** A block for the text before the first heading, and one for each heading with its text. */
function proseOf(part: readonly string[], first: number): Block[] {
  let fenced = false;
  const heads = part.flatMap((line, i) => {
    if (/^\/\/ ?(?:```|~~~)/.test(line)) fenced = !fenced;
    return !fenced && /^\/\/ ?#{1,6} /.test(line) ? [i] : [];
  });
  const begins = [...new Set([0, ...heads])];
  return begins.map((begin, i) => {
    let end = begins[i + 1] ?? part.length;
    while (end > begin + 1 && /^(?:\/\/)?\s*$/.test(part[end - 1] ?? "")) end--;
    return commentBlock("prose", part.slice(begin, end), first + begin);
  });
}

/** An exercise begins at each question that follows an answer, or nothing. */
function exercisesOf(part: readonly string[], first: number): Block[] {
  const asks = part.map((line) => line.startsWith("//?"));
  const begins = part.flatMap((_, i) => i === 0 || (asks[i] && !asks[i - 1]) ? [i] : []);
  return begins.map((begin, i) => {
    const lines = part.slice(begin, begins[i + 1] ?? part.length);
    const said = (sign: string) =>
      lines.filter((line) => line.startsWith(sign)).map((line) => words(line, sign)).join("\n");
    return {
      ...{ kind: "exercise" as const, text: said("//?").trim(), answer: said("//!").trim() },
      ...{ firstLine: first + begin + 1, lastLine: first + begin + lines.length },
    };
  });
}

/** The block of code, or the exercise, that contains the line, or else the last one before it. */
export function blockAt(blocks: readonly Block[], line: number): Block | undefined {
  return blocks.findLast(({ firstLine, kind }) =>
    firstLine <= line && kind !== "prose" && kind !== "caption"
  );
}

/** The caption of what the code in that line shows. */
export function captionAt(blocks: readonly Block[], line: number): string | undefined {
  const block = blockAt(blocks, line);
  const above = block && blocks[blocks.indexOf(block) - 1];
  return block && line <= block.lastLine && above?.kind === "caption" ? above.text : undefined;
}
