/** The one place where text becomes HTML. */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text, safe in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** The word with a capital first letter, as a heading has it. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** " lang=…" for a text that is mostly Korean, so that it is read out as such. */
export function languageOf(text: string): string {
  const hangul = text.match(/[\uac00-\ud7af]/g)?.length ?? 0;
  return hangul * 2 > text.replace(/[^\p{L}]/gu, "").length ? ' lang="ko"' : "";
}

/** "English · 한국어" as a title with the second language in a line of its own. */
export function titleHtml(title: string): string {
  const [first = "", ...rest] = title.split(" · ");
  const second = rest.join(" · ");
  return escapeHtml(first) +
    (second && ` <span class="second"${languageOf(second)}>${escapeHtml(second)}</span>`);
}

/** A section to stand beside a title; nothing where it is the title's second half. */
export const sectionBeside = (title: string, section: string): string =>
  title.endsWith(` · ${section}`) ? "" : section;

/** A name for an `id` and an address: letters of any script, digits and hyphens. */
export function slug(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "x";
}

/** Gives each name once: the second "a" becomes "a-2". */
export function uniqueNames(): (name: string) => string {
  const used = new Set<string>();
  return (name) => {
    let unique = name;
    for (let n = 2; used.has(unique); n++) unique = `${name}-${n}`;
    used.add(unique);
    return unique;
  };
}

/** A number as people read it: 258,874 · 0.9048 · 1.2e-7. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) {
    // Plus 0: nobody reads −0.
    return (value + 0).toLocaleString("en-US").replace("-", "−");
  }
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(2).replaceAll("-", "−");
  return Number(value.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 10 })
    .replace("-", "−");
}
