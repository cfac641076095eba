/** The one place where text becomes HTML. */
import { visible } from "../base/quoted.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Characters that a page cannot show, or that change how the text around them is shown: control
 * characters but tab and line ends, line separators, other directions of writing, halves of a
 * surrogate pair. Joiners stay, because emoji and some scripts need them.
 */
const unshown = /(?![\t\n\r])[\p{Cc}\u2028-\u202e\u2066-\u2069\p{Cs}]/gu;

/** The text with `\u…` for each character that a page cannot show or that would turn its neighbours. */
export const withoutControls = (text: string): string => text.replace(unshown, visible);

/** The text, safe in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** The text that `escapeHtml` made HTML of. */
export const unescapeHtml = (html: string): string =>
  html.replace(
    /&(?:amp|lt|gt|quot|#39);/g,
    (entity) => Object.keys(entities).find((char) => entities[char] === entity) ?? entity,
  );

/** The word with a capital first letter, for a heading. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** ` lang="ko"` for a text that is mostly Korean, so that screen readers pronounce it; else "". */
export function languageOf(text: string): string {
  const hangul = text.match(/[\uac00-\ud7af]/g)?.length ?? 0;
  return hangul * 2 > text.replace(/[^\p{L}]/gu, "").length ? ' lang="ko"' : "";
}

/**
 * Both languages, given as HTML; the English alone where there is no Korean.
 *
 * @param tag `div` for paragraphs and lists, `span` for a text within a line.
 */
export function both(en: string, ko: string | undefined, tag: "span" | "div" = "span"): string {
  if (ko === undefined) return `<${tag} lang="en">${en}</${tag}>`;
  return `<${tag} class="t" lang="en">${en}</${tag}><${tag} class="t" lang="ko">${ko}</${tag}>`;
}

/** A title "English · 한국어" as HTML, its second language in a line of its own. */
export function titleHtml(title: string): string {
  const [first = "", ...rest] = title.split(" · ");
  const second = rest.join(" · ");
  return escapeHtml(first) +
    (second && ` <span class="second"${languageOf(second)}>${escapeHtml(second)}</span>`);
}

/** The section to show beside a title; "" where it is the title's second half already. */
export const sectionBeside = (title: string, section: string): string =>
  title.endsWith(` · ${section}`) ? "" : section;

/** The text as a name for an `id` or an address: letters of any script, digits and hyphens. */
export function slug(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "x";
}

/** Returns a function that makes names unique: the second "a", or one `taken` before, becomes "a-2". */
export function uniqueNames(taken: readonly string[] = []): (name: string) => string {
  const used = new Set(taken);
  return (name) => {
    let unique = name;
    for (let n = 2; used.has(unique); n++) unique = `${name}-${n}`;
    used.add(unique);
    return unique;
  };
}

/** A number for people: "258,874", "0.9048", "1.20e−7". */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) {
    // Adding 0 turns −0 into 0.
    return (value + 0).toLocaleString("en-US").replace("-", "−");
  }
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(2).replaceAll("-", "−");
  return Number(value.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 10 })
    .replace("-", "−");
}
