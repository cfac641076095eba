// @ts-check
/// <reference lib="dom" />
// Runs in the page. Replaces each static picture by a live one when it comes close to the viewport.
(() => {
  "use strict";
  const text = (/** @type {string} */ id) => document.getElementById(id)?.textContent ?? "";
  const report = JSON.parse(text("report"));
  const template = JSON.parse(text("template"));
  const figures = new Map(report.figures.map((/** @type {{id: string}} */ f) => [f.id, f]));
  const dark = matchMedia("(prefers-color-scheme: dark)");

  for (const code of document.querySelectorAll(".code")) {
    const button = document.createElement("button");
    const say = (/** @type {string} */ id) => {
      const words = document.getElementById(id);
      if (words instanceof HTMLTemplateElement) {
        button.replaceChildren(words.content.cloneNode(true));
      }
    };
    Object.assign(button, { className: "copy", type: "button" });
    say("copy");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.querySelector("pre")?.textContent ?? "");
      say("copied");
    });
    code.append(button);
  }

  // Live figures draw themselves.
  const pictures = [...document.querySelectorAll(".picture:not(.still > *)")];
  if (!("DecompressionStream" in globalThis) || pictures.length === 0) return;

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
      ...structuredClone(figure.layout),
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
    const figure = figures.get(picture.dataset.figure);
    const live = picture.querySelector(".live");
    const room = Math.floor(picture.clientWidth);
    if (!Plotly || !figure || room === 0) return;
    const width = figure.fixedAspect
      ? Math.max(Math.min(figure.width, room), Math.min(figure.width, figure.minWidth ?? 0))
      : room;
    const at = Number(picture.parentElement.querySelector(".slider input")?.value ?? -1);
    const traces = structuredClone(figure.traces);
    figure.frames?.steps[at]?.data.forEach((change, i) => Object.assign(traces[i], change));
    await Plotly.react(live, traces, layoutOf(figure, width), {
      displaylogo: false,
      // On devices that cannot hover, the toolbar would always cover the picture.
      displayModeBar: matchMedia("(hover: hover)").matches ? "hover" : false,
      modeBarButtonsToRemove: ["select2d", "lasso2d", "toggleSpikelines", "autoScale2d"],
    });
    picture.classList.add("drawn");
    picture.dataset.width = String(room);
  }

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(target).then(() => resized.observe(target));
    }
  }, { rootMargin: "400px" });
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const shown = Number(target.dataset.width);
      if (contentRect.width > 0 && Math.abs(Math.floor(contentRect.width) - shown) > 1) {
        draw(target);
      }
    }
  });
  for (const picture of pictures) {
    near.observe(picture);
    const slider = picture.parentElement?.querySelector(".slider");
    slider?.querySelector("input")?.addEventListener("input", (event) => {
      const output = slider.querySelector("output");
      const { by, steps } = figures.get(picture.dataset.figure).frames;
      if (output) output.textContent = `${by} ${steps[Number(event.target.value)].label}`;
      draw(picture);
    });
  }
  dark.addEventListener("change", () => document.querySelectorAll(".drawn").forEach(draw));
})();
