/** Markdown as labs write it: Korean emphasis, maths, code in colours; no HTML of its own. */
import markdownIt from "npm:markdown-it@15.0.3";
import cjkFriendly from "npm:markdown-it-cjk-friendly@3.0.0";
import { escapeHtml, slug, uniqueNames } from "../html.ts";
import { highlight } from "./highlight.ts";
import { math } from "./math.ts";

/** A heading, for the table of contents. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  /** Its words, without emphasis and maths marks. */
  readonly text: string;
}

/** One document's renderer. */
export interface Markdown {
  /** The HTML of some Markdown; headings get an id and are remembered. */
  render(text: string): string;
  /** The headings so far, in order. */
  readonly headings: readonly Heading[];
}

/**
 * Makes a renderer. HTML in the text is shown, not obeyed; links to anything but pages, mail and
 * parts of this page stay text.
 */
export function createMarkdown(): Markdown {
  const md = markdownIt({ html: false, linkify: false, typographer: false, highlight });
  md.use(cjkFriendly).use(math);
  // A picture in the prose would be a request: the page makes none. Show its text instead.
  md.renderer.rules.image = (tokens, i) => escapeHtml(tokens[i]?.content ?? "");
  // Wide tables scroll by themselves, not the page.
  md.renderer.rules.table_open = () => '<div class="scroll" tabindex="0"><table class="data">';
  md.renderer.rules.table_close = () => "</table></div>";
  const headings: Heading[] = [];
  const unique = uniqueNames();
  md.core.ruler.push("heading_ids", (state) => {
    state.tokens.forEach((token, i) => {
      if (token.type !== "heading_open") return;
      const inline = state.tokens[i + 1];
      const text = (inline?.children ?? []).map((child) => child.content).join("").trim();
      const id = unique(`section-${slug(text)}`);
      // The page's title is its only h1.
      const level = Math.max(2, Number(token.tag.slice(1)));
      for (const part of [token, state.tokens[i + 2]]) if (part) part.tag = `h${level}`;
      token.attrSet("id", id);
      headings.push({ level, id, text });
    });
  });
  return { render: (text) => md.render(text), headings };
}
