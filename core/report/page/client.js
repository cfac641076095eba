// @ts-check
/// <reference lib="dom" />
// Runs in the page. Replaces a static picture by a live one when the reader points at it or asks.
(() => {
  "use strict";
  const text = (/** @type {string} */ id) => document.getElementById(id)?.textContent ?? "";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  /** A button with the words of a template, which are there in both languages. */
  function button(/** @type {string} */ className, /** @type {string} */ words) {
    const made = document.createElement("button");
    Object.assign(made, { className, type: "button" });
    say(made, words);
    return made;
  }
  function say(/** @type {Element} */ element, /** @type {string} */ id) {
    const words = document.getElementById(id);
    if (words instanceof HTMLTemplateElement) {
      element.replaceChildren(words.content.cloneNode(true));
    }
  }
  for (const code of document.querySelectorAll(".code")) {
    const copy = button("copy", "copy");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.querySelector("pre")?.textContent ?? "");
      say(copy, "copied");
    });
    code.append(copy);
  }

  // Live figures draw themselves.
  const pictures = [...document.querySelectorAll(".picture.explorable:not(.still > *)")];
  if (!("DecompressionStream" in globalThis) || pictures.length === 0) return;

  // Read only once something is to be drawn: a page opens at once.
  let known;
  const figureOf = (picture) => {
    known ??= new Map(JSON.parse(text("report")).figures.map((figure) => [figure.id, figure]));
    return known.get(picture.dataset.figure);
  };

  /** Decompresses Plotly's script and runs it; the page's policy contains its hash. */
  async function load() {
    const packed = Uint8Array.from(atob(text("plotly")), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
    return globalThis.Plotly;
  }
  let loading;
  const plotly = () => loading ??= load();

  const korean = JSON.parse(text("words"));
  const template = JSON.parse(text("template"));
  /** A figure's words in the reader's language. */
  const inLanguage = (value) =>
    typeof value === "string"
      ? document.documentElement.lang === "ko" && Object.hasOwn(korean, value)
        ? korean[value]
        : value
      : Array.isArray(value)
      ? value.map(inLanguage)
      : value && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inLanguage(v)]))
      : value;

  /** The template with the page's current colours, which depend on light and dark. */
  function themed() {
    const style = getComputedStyle(document.documentElement);
    const fill = (value) =>
      typeof value === "string" && value.startsWith("var(")
        ? style.getPropertyValue(value.slice(4, -1)).trim()
        : value && typeof value === "object"
        ? Array.isArray(value)
          ? value.map(fill)
          : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v)]))
        : value;
    return fill(template);
  }

  /**
   * The layout for this width: pictures of pixels keep their proportions, letters shrink a little.
   */
  function layoutOf(figure, width) {
    const share = Math.min(1, width / figure.width);
    const layout = {
      ...inLanguage(figure.layout),
      template: themed(),
      width,
      autosize: false,
    };
    layout.height = figure.fixedAspect ? Math.round(figure.height * share) : figure.height;
    layout.font = { size: Math.max(10, Math.round(13 * Math.sqrt(share))) };
    // The page contains each picture once: the JSON refers to the one in the static SVG.
    for (const image of layout.images ?? []) {
      const [, id, at] = /^#(.*):(\d+)$/.exec(image.source) ?? [];
      if (!id) continue;
      const stored = document.getElementById(id)?.querySelectorAll(".static image")[Number(at)];
      image.source = stored?.getAttribute("href") ?? "";
    }
    for (const note of layout.annotations ?? []) {
      note.font = { ...note.font, size: Math.max(10, Math.floor((note.font?.size ?? 13) * share)) };
    }
    return layout;
  }

  async function draw(picture) {
    const Plotly = await plotly();
    const figure = figureOf(picture);
    const live = picture.querySelector(".live");
    const room = Math.floor(picture.clientWidth);
    if (!Plotly || !figure || room === 0) return;
    const width = figure.fixedAspect
      ? Math.max(Math.min(figure.width, room), Math.min(figure.width, figure.minWidth ?? 0))
      : room;
    const at = Number(picture.parentElement.querySelector(".slider input")?.value ?? -1);
    const traces = inLanguage(figure.traces);
    figure.frames?.steps[at]?.data.forEach((change, i) => Object.assign(traces[i], change));
    await Plotly.react(live, traces, layoutOf(figure, width), {
      displaylogo: false,
      // On devices that cannot hover, the toolbar would always cover the picture.
      displayModeBar: matchMedia("(hover: hover)").matches ? "hover" : false,
      modeBarButtonsToRemove: ["select2d", "lasso2d", "toggleSpikelines", "autoScale2d"],
    });
    picture.classList.replace("waking", "drawn");
    picture.dataset.width = String(room);
  }

  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const shown = Number(target.dataset.width);
      if (contentRect.width > 0 && Math.abs(Math.floor(contentRect.width) - shown) > 1) {
        draw(target);
      }
    }
  });
  /** Draws a picture for the first time; a second call waits for the same drawing. */
  const waking = new Map();
  function wake(picture) {
    if (!waking.has(picture)) {
      picture.classList.add("waking");
      waking.set(picture, draw(picture).then(() => resized.observe(picture)));
    }
    return waking.get(picture);
  }
  for (const picture of pictures) {
    const explore = button("explore", "explore");
    explore.addEventListener("click", () => wake(picture));
    picture.after(explore);
    // A mouse that only passes by on its way does not count.
    let dwell;
    picture.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") dwell = setTimeout(() => wake(picture), 200);
    });
    picture.addEventListener("pointerleave", () => clearTimeout(dwell));
    const slider = picture.parentElement?.querySelector(".slider");
    slider?.querySelector("input")?.addEventListener("input", async (event) => {
      const output = slider.querySelector("output");
      const { by, steps } = figureOf(picture).frames;
      if (output) output.textContent = `${by} ${steps[Number(event.target.value)].label}`;
      await wake(picture);
      draw(picture);
    });
  }
  const drawn = () => document.querySelectorAll(".drawn").forEach(draw);
  dark.addEventListener("change", drawn);
  document.querySelector(".language")?.addEventListener("change", drawn);
})();
