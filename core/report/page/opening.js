// @ts-check
/// <reference lib="dom" />
// Runs before the page is shown: chooses the reader's language, unless the page was made for one.
{
  const root = document.documentElement;
  root.classList.add("scripted");
  const radio = (
    /** @type {string} */ id,
  ) => /** @type {HTMLInputElement | null} */ (document.getElementById(id));
  const asked = new URLSearchParams(location.search).get("lang") ?? root.dataset.opens ??
    navigator.language;
  const first = radio(/^ko\b/i.test(asked) ? "ko" : "en");
  if (first) first.checked = true;

  /** Does what a style sheet cannot: names the page's language, and hands it on to other pages. */
  const spoken = () => {
    const language = radio("ko")?.checked ? "ko" : "en";
    root.lang = language;
    for (const picture of document.querySelectorAll("[data-alt-ko]")) {
      const { altKo = "", altEn = "" } = /** @type {HTMLElement} */ (picture).dataset;
      for (const drawn of picture.querySelectorAll(".static svg, .live")) {
        drawn.setAttribute("aria-label", language === "ko" ? altKo : altEn);
      }
    }
    for (const link of document.querySelectorAll("a[href*='.html']")) {
      const [, path, anchor] = /^([^?#]*)[^#]*(.*)$/.exec(link.getAttribute("href") ?? "") ?? [];
      link.setAttribute("href", `${path}?lang=${language}${anchor}`);
    }
  };
  document.addEventListener("DOMContentLoaded", spoken);
  document.querySelector(".language")?.addEventListener("change", spoken);
}
