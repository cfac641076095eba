/** Markdown for labs: with Korean emphasis, maths and highlighted code, without raw HTML. */
import markdownIt from "npm:markdown-it@15.0.3";
import cjkFriendly from "npm:markdown-it-cjk-friendly@3.0.0";
import { both, escapeHtml, slug, uniqueNames, withoutControls } from "../html.ts";
import { highlight } from "./highlight.ts";
import { math } from "./math.ts";

/** A heading, for the table of contents. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  /** Its text, without marks for emphasis and maths. */
  readonly text: string;
  /** The same in Korean. */
  readonly ko?: string;
}

/** The renderer of one document. */
export interface Markdown {
  /** Renders Markdown as HTML; headings get an id and are added to `headings`. */
  render(text: string): string;
  /**
   * Renders a heading, with one id for both languages.
   *
   * @param level The number of its `#`.
   */
  heading(level: number, text: string, korean?: string): string;
  /** The headings so far, in order. */
  readonly headings: readonly Heading[];
}

/**
 * Creates a renderer. HTML in the text is escaped; links to anything but web pages, mail addresses and
 * parts of this page remain text.
 */
export function createMarkdown(): Markdown {
  const md = markdownIt({ html: false, linkify: false, typographer: false, highlight });
  md.use(cjkFriendly).use(math);
  md.validateLink = isPlainLink;
  // A picture in the prose would make a request, and pages make none: show its text instead.
  md.renderer.rules.image = (tokens, i) => escapeHtml(tokens[i]?.content ?? "");
  // Wide tables scroll inside their frame, so that the page does not.
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
  const inline = (text: string) => {
    const line = withoutControls(text);
    const [token] = md.parseInline(line, {});
    const plain = (token?.children ?? []).map(({ content }) => content).join("").trim();
    return { html: md.renderInline(line), plain };
  };
  return {
    render: (text) => md.render(withoutControls(text)),
    heading(level, text, korean) {
      const [en, ko] = [inline(text), korean === undefined ? undefined : inline(korean)];
      const tag = `h${Math.max(2, level)}`;
      const id = unique(`section-${slug(en.plain)}`);
      headings.push({ level: Math.max(2, level), id, text: en.plain, ...(ko && { ko: ko.plain }) });
      // For the mouse only: the contents lead there as well.
      const anchor = `<a class="anchor" href="#${id}" aria-hidden="true" tabindex="-1"></a>`;
      return `<${tag} id="${id}">${both(en.html, ko?.html)}${anchor}</${tag}>\n`;
    },
    headings,
  };
}

/**
 * Whether a link leads where a reader expects it: to a web page, a mail address, a file beside this
 * one or a part of this page. Browsers take `\\` for `/` and skip control characters, and other schemes
 * start programs.
 */
export function isPlainLink(address: string): boolean {
  if (/[\p{Cc}\s\\]|%5c|^\/\//iu.test(address)) return false;
  // A colon before any slash, question mark or hash ends a scheme.
  const [, scheme] = /^([^/?#]*?):/.exec(address) ?? [];
  return scheme === undefined || /^(?:https?|mailto)$/i.test(scheme);
}
