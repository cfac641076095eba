/** The reader's language: the page holds both, and a control of the page chooses. */
/// <reference lib="dom" />

/** The languages of the figures' words. */
export type Language = "en" | "ko";

/** The same words in both languages. */
export type Words<W> = { readonly [L in Language]: W };

/** The language that the page shows now. */
export function pageLanguage(): Language {
  const chosen = document.querySelector<HTMLInputElement>("input#ko");
  if (chosen) return chosen.checked ? "ko" : "en";
  return document.documentElement.lang.startsWith("ko") ? "ko" : "en";
}

/** Calls back when the page's language, or its light or dark colours, change. */
export function watchAppearance(changed: () => void): void {
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && /^(?:en|ko)$/.test(event.target.id)) changed();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}
