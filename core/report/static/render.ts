/** Static pictures: one SVG a figure, for readers without scripts and for paper. */
import { UserError } from "../../base/errors.ts";
import { escapeHtml } from "../html.ts";
import type { Figure } from "../figure.ts";
import type { BrowserWindow } from "./browser.ts";
import { compactSvg } from "./compact.ts";
import { staticLayout, withVariables } from "./theme.ts";

/** A figure's picture. */
export interface StaticPicture {
  readonly svg: string;
  readonly milliseconds: number;
}

/**
 * Draws every figure, in one jsdom that is opened when the first one is asked for. Needs no network
 * and no browser; takes about a second to start and 30 to 150 ms a figure.
 *
 * @throws UserError if Plotly finds a figure invalid, naming figure and problem.
 */
export async function renderStatic(
  figures: readonly (Figure & { readonly id: string })[],
): Promise<Map<string, StaticPicture>> {
  const pictures = new Map<string, StaticPicture>();
  if (figures.length === 0) return pictures;
  const { openBrowser } = await import("./browser.ts");
  const window = await openBrowser();
  try {
    for (const figure of figures) pictures.set(figure.id, await draw(window, figure));
  } finally {
    window.close();
  }
  return pictures;
}

async function draw(
  window: BrowserWindow,
  figure: Figure & { readonly id: string },
): Promise<StaticPicture> {
  const start = performance.now();
  check(window, figure);
  const shown: Figure = { ...figure, ...figure.still };
  if (figure.still) check(window, shown);
  const { data, layout } = inside(window, { data: shown.traces, layout: staticLayout(shown) });
  const { width, height } = shown;
  const address = await window.Plotly.toImage({ data, layout, config: { staticPlot: true } }, {
    format: "svg",
    width,
    height,
  });
  const raw = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const svg = withVariables(compactSvg(raw, figure.id)).replace(
    /^<svg[^>]*>/,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${
      escapeHtml(figure.alt)
    }">`,
  );
  return { svg, milliseconds: performance.now() - start };
}

/** Plotly takes only objects of its own window for plain ones. */
function inside<T>(window: BrowserWindow, value: T): T {
  return window.JSON.parse(JSON.stringify(value));
}

/** A UserError if Plotly would ignore or refuse something in the figure or one of its steps. */
function check(window: BrowserWindow, figure: Figure): void {
  const steps = figure.frames?.steps ?? [];
  const stages = [figure.traces, ...steps.map((step) => merged(figure.traces, step.data))];
  for (const traces of stages) {
    const { data, layout } = inside(window, { data: traces, layout: figure.layout });
    const problem = window.Plotly.validate(data, layout)?.[0];
    if (!problem) continue;
    throw new UserError(
      `Figure "${figure.title}" (${figure.kind}): expected what Plotly understands, ` +
        `found "${problem.msg}"; correct its traces or layout.`,
    );
  }
}

function merged(traces: Figure["traces"], changes: readonly object[]): Figure["traces"] {
  return traces.map((trace, i) => ({ ...trace, ...changes[i] }));
}
