/** Splits a lab's text into prose and code. */
import { scanLines } from "./scan.ts";

/** A sequence of lines, numbered from 1, both ends included. */
export interface Block {
  /** `setup` is code that only imports. */
  readonly kind: "prose" | "code" | "setup";
  readonly text: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Comments for a tool; they belong to the code below them. */
const directive = /^\/\/(?:\/|\s*(?:deno-|@ts-|#region|#endregion|dprint-|prettier-))/;

/**
 * Splits a lab into prose and code.
 *
 * Prose is a `//` comment that begins its line and stands outside all brackets; comments that are
 * indented, follow code, or stand inside strings are part of the code. Two comments with an empty
 * line between them are two paragraphs of one block. Imports at the beginning of code are `setup`.
 *
 * @param headerEnd The number of lines at the beginning to skip.
 */
export function parseBlocks(source: string, headerEnd = 0): Block[] {
  const lines = source.split(/\r?\n/);
  const starts = scanLines(source.replaceAll("\r\n", "\n"));
  const isProse = lines.map((line, i) =>
    line.startsWith("//") && !directive.test(line) && starts[i]?.depth === 0 && !starts[i]?.inside
  );
  const blocks: Block[] = [];
  for (let first = headerEnd; first < lines.length;) {
    if (lines[first]?.trim() === "") {
      first++;
      continue;
    }
    const prose = isProse[first] === true;
    let last = first;
    for (let i = first; i < lines.length; i++) {
      // An empty line in a template string is part of the code as well.
      if (lines[i]?.trim() === "") continue;
      if (isProse[i] !== prose) break;
      last = i;
    }
    const part = lines.slice(first, last + 1);
    if (prose) {
      const text = part.map((line) => line.replace(/^\/\/ ?/, "")).join("\n");
      blocks.push({ kind: "prose", text, firstLine: first + 1, lastLine: last + 1 });
    } else blocks.push(...splitSetup(part, first, starts));
    first = last + 1;
  }
  return blocks;
}

/** Separates the imports at the beginning of some code from the code below them. */
function splitSetup(
  part: readonly string[],
  first: number,
  starts: ReturnType<typeof scanLines>,
): Block[] {
  let imports = 0;
  for (let i = 0; i < part.length; i++) {
    const line = part[i] ?? "";
    const continues = (starts[first + i]?.depth ?? 0) > 0;
    if (/^import\b/.test(line) || continues || /^\s+(?:from|with)\b/.test(line)) imports = i + 1;
    else if (line.trim() !== "" && !directive.test(line)) break;
  }
  const code = (kind: Block["kind"], from: number, to: number): Block => ({
    kind,
    text: part.slice(from, to).join("\n").trimEnd(),
    firstLine: first + from + 1,
    lastLine: first + to,
  });
  let rest = imports;
  while (rest < part.length && part[rest]?.trim() === "") rest++;
  return [
    ...(imports > 0 ? [code("setup", 0, imports)] : []),
    ...(rest < part.length ? [code("code", rest, part.length)] : []),
  ];
}

/** The block of code that contains the line, or else the last one before it. */
export function blockAt(blocks: readonly Block[], line: number): Block | undefined {
  return blocks.findLast((block) => block.firstLine <= line && block.kind !== "prose");
}
