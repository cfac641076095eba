/** Runs in a report's page: makes each live figure live once the reader comes near it. */
/// <reference lib="dom" />
import type { Host, LiveFigure, Settings } from "./base/host.ts";
import type { PageTools } from "../../live/tools.ts";
import { pageLanguage, watchAppearance } from "./base/language.ts";
import { readFragment, writeFragment } from "./base/settings.ts";
import * as figures from "./figures.ts";

/** How long a figure rests before its settings go into the address; browsers limit how often. */
const REST_MS = 300;

/** Set by the script that the page runs before this one. */
declare const convlab: PageTools;

function hostOf(figure: HTMLElement, element: HTMLElement): Host {
  const id = figure.dataset["name"] ?? "";
  let resting: ReturnType<typeof setTimeout> | undefined;
  const current = (): Settings | undefined => readFragment(location.hash).get(id);
  return {
    element,
    id,
    tools: convlab,
    language: pageLanguage,
    onAppearance: watchAppearance,
    onSettings(apply) {
      apply(current() ?? {});
      addEventListener("hashchange", () => {
        // An anchor to another place of the page leaves the figure as the reader has set it.
        const settings = current();
        if (settings) apply(settings);
      });
    },
    computed: (values) => Object.assign(figure, { computed: values }),
    keep(settings) {
      clearTimeout(resting);
      resting = setTimeout(() => {
        const { pathname, search, hash } = location;
        const fragment = writeFragment(hash, id, settings);
        if (fragment !== hash) {
          history.replaceState(history.state, "", pathname + search + fragment);
        }
      }, REST_MS);
    },
  };
}

async function wake(figure: HTMLElement): Promise<void> {
  const live: LiveFigure<never> | undefined =
    (figures as Readonly<Record<string, LiveFigure<never>>>)[figure.dataset["live"] ?? ""];
  const data = figure.querySelector("script[type='application/json']")?.textContent;
  if (!live || !data || figure.classList.contains("awake")) return;
  figure.classList.add("awake");
  const element = document.createElement("div");
  element.className = "live-figure";
  figure.prepend(element);
  await live(hostOf(figure, element), JSON.parse(data) as never);
  figure.classList.add("ready");
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    wake(target as HTMLElement);
  }
}, { rootMargin: "800px" });
for (const figure of document.querySelectorAll<HTMLElement>("[data-live]")) near.observe(figure);

// A link with a found setting leads to its figure.
const [first] = readFragment(location.hash).keys();
if (first) {
  document.querySelector(`[data-name="${CSS.escape(first)}"]`)?.scrollIntoView({ block: "center" });
}
