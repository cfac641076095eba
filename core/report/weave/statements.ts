/** The statements of a run of code, and what is told from their first words. */
import type { LineStart } from "./scan.ts";

/** One statement with the comments that stand directly above it, as lines counted from 0. */
export interface Statement {
  readonly first: number;
  readonly last: number;
  /** Without the comments above it. */
  readonly text: string;
}

/** Comments for a tool; they belong to the code below them. */
export const directive = /^\/\/(?:\/|\s*(?:deno-|@ts-|#region|#endregion|dprint-|prettier-))/;

/**
 * Splits the lines from `first` to before `end` into statements. A statement begins where a line
 * that is not indented stands outside all brackets and strings; `deno fmt` indents the rest of it.
 */
export function statementsOf(
  lines: readonly string[],
  starts: readonly LineStart[],
  first: number,
  end: number,
): Statement[] {
  const begins = Array.from({ length: end - first }, (_, i) => first + i).filter((i) =>
    /^[^\s)\]}]/.test(lines[i] ?? "") && starts[i]?.depth === 0 && !starts[i].inside
  );
  // Code that begins otherwise, as an indented line does, is a statement as well.
  if (begins[0] !== first) begins.unshift(first);
  const statements: Statement[] = [];
  let above: number | undefined;
  begins.forEach((begin, i) => {
    let last = (begins[i + 1] ?? end) - 1;
    while (last > begin && lines[last]?.trim() === "") last--;
    const text = lines.slice(begin, last + 1).join("\n");
    const comment = directive.test(text) || /^\/\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.test(text);
    if (comment && i + 1 < begins.length) above ??= begin;
    else {
      statements.push({ first: above ?? begin, last, text });
      above = undefined;
    }
  });
  return statements;
}

/** Whether a statement imports something or opens the lab: a reader knows it after the first one. */
export const isSetup = ({ text }: Statement): boolean =>
  /^import\b(?!\()/.test(text) || /\bawait\s+lab\(\s*import\.meta\b/.test(text);

/** Whether a statement only shows, judges or ends: the ideas of a lab are in the others. */
export const isShowing = ({ text }: Statement): boolean =>
  /^(?:for (?:await )?\([^;]*?\)\s*)?(?:await\s+)?(?:show|claim|check|print|metric|live|finish)\b\s*[.(]/
    .test(text);

/** Whether a statement only ends the lab. */
export const isFinish = (text: string): boolean => /^(?:await\s+)?finish\(\);?$/.test(text.trim());
