/** Maths in Markdown: `$…$` in a line, `$$…$$` in a line or in lines of its own. */
import katex from "npm:katex@0.19.1";
import type { MarkdownIt } from "npm:markdown-it@15.0.3";
import { UserError } from "../../base/errors.ts";
import { visible } from "../../base/quoted.ts";

/**
 * TeX as MathML, which browsers draw with the system's fonts, so that nothing has to be loaded.
 *
 * @param display Whether it is set apart, in display style.
 * @throws {UserError} If KaTeX cannot parse it.
 */
export function mathHtml(tex: string, display: boolean): string {
  try {
    const html = katex.renderToString(tex, {
      output: "mathml",
      displayMode: display,
      strict: "ignore",
      // No links, pictures, classes or styles from TeX, and no box larger than a line of text needs.
      trust: false,
      maxSize: 20,
      maxExpand: 1000,
    });
    return display ? `<span class="math" tabindex="0">${html}</span>` : html;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^KaTeX parse error: /, "") : "";
    throw new UserError(
      `Maths "${visible(tex)}": expected TeX that KaTeX can parse, found "${
        visible(reason)
      }". Correct it.`,
    );
  }
}

/**
 * The index of the "$" that ends the maths beginning at `from`, or -1 if the "$" is a plain sign.
 */
export function closingDollar(text: string, from: number): number {
  // Pandoc's rule: no space inside the dollars, no digit after them, so that "$5 and $6" is text.
  if (/^\s?$|^\s/.test(text.slice(from, from + 1))) return -1;
  for (let at = text.indexOf("$", from); at >= 0; at = text.indexOf("$", at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 1) continue;
    const good = at > from && !/\s/.test(text[at - 1] ?? "") && !/\d/.test(text[at + 1] ?? "");
    return good ? at : -1;
  }
  return -1;
}

/** The markdown-it plugin. */
export function math(md: MarkdownIt): void {
  md.inline.ruler.after("escape", "math", (state, silent) => {
    if (state.src[state.pos] !== "$") return false;
    const display = state.src.startsWith("$$", state.pos);
    const from = state.pos + (display ? 2 : 1);
    const end = display ? state.src.indexOf("$$", from) : closingDollar(state.src, from);
    if (end < 0 || (display && end === from)) return false;
    if (!silent) {
      const token = state.push(display ? "math_block" : "math_inline", "math", 0);
      token.content = state.src.slice(from, end).trim();
    }
    state.pos = end + (display ? 2 : 1);
    return true;
  });
  md.block.ruler.before("fence", "math_block", (state, start, end, silent) => {
    const line = (i: number) =>
      state.src.slice((state.bMarks[i] ?? 0) + (state.tShift[i] ?? 0), state.eMarks[i]).trim();
    if (!line(start).startsWith("$$")) return false;
    let last = start;
    const closes = (i: number) => line(i).endsWith("$$") && (i > start || line(i).length > 4);
    while (last < end && !closes(last)) last++;
    if (last >= end) return false;
    if (silent) return true;
    const token = state.push("math_block", "math", 0);
    token.content = Array.from({ length: last - start + 1 }, (_, i) => line(start + i)).join("\n")
      .slice(2, -2).trim();
    token.map = [start, last + 1];
    state.line = last + 1;
    return true;
  }, { alt: ["paragraph", "reference", "blockquote", "list"] });
  md.renderer.rules.math_inline = (tokens, i) => mathHtml(tokens[i]?.content ?? "", false);
  md.renderer.rules.math_block = (tokens, i) => mathHtml(tokens[i]?.content ?? "", true);
}
