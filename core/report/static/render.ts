/** Static pictures: one SVG per figure, for paper and for readers without scripts. */
import { UserError } from "../../base/errors.ts";
import { visible } from "../../base/quoted.ts";
import { escapeHtml } from "../html.ts";
import { checkFigureContents } from "../figure_checks.ts";
import { type Figure, figureName } from "../figure.ts";
import { problemOf } from "../unshown.ts";
import type { BrowserWindow } from "./browser.ts";
import { compactSvg } from "./compact.ts";
import { staticLayout, withVariables } from "./theme.ts";

/** The picture of a figure, and the time that drawing it took. */
export interface StaticPicture {
  /** Empty if the figure cannot be drawn. */
  readonly svg: string;
  /** Why the figure cannot be drawn. */
  readonly problem?: string;
  /** 0 if the picture was kept by an earlier run. */
  readonly milliseconds: number;
}

/** A figure with its id on the page. */
export type NamedFigure = Figure & { readonly id: string };

/** Draws figures, all in one jsdom window, which the first figure opens; takes 30 to 150 ms each. */
export class Drawer {
  #window: Promise<BrowserWindow> | undefined;

  /** Opens the window before the first figure needs it, which takes half a second. */
  open(): Promise<BrowserWindow> {
    return this.#window ??= import("./browser.ts").then(({ openBrowser }) => openBrowser());
  }

  /** Draws a figure; where it cannot be drawn, the picture is the problem. */
  async draw(figure: NamedFigure): Promise<StaticPicture> {
    try {
      return await draw(await this.open(), figure);
    } catch (error) {
      // Without the library there is no picture, but the report's numbers and texts are there.
      return undrawn(figure, error);
    }
  }

  /** Frees the window's memory; a later figure opens another. */
  async close(): Promise<void> {
    const window = this.#window;
    this.#window = undefined;
    (await window?.catch(() => undefined))?.close();
  }
}

/**
 * Draws every figure in this thread. Needs neither a network nor a browser; takes about a second to
 * start, and 30 to 150 ms per figure.
 *
 * @returns The pictures, by the figures' ids; where a figure cannot be drawn, the problem.
 */
export async function renderStatic(
  figures: readonly NamedFigure[],
): Promise<Map<string, StaticPicture>> {
  const drawer = new Drawer();
  try {
    const pictures = new Map<string, StaticPicture>();
    for (const figure of figures) pictures.set(figure.id, await drawer.draw(figure));
    return pictures;
  } finally {
    await drawer.close();
  }
}

function undrawn(figure: Figure, error: unknown): StaticPicture {
  const [problem, name] = [problemOf(error), figureName("Figure", figure)];
  const named = problem.includes(name) ? problem : `${name}: ${problem}`;
  return { svg: "", milliseconds: 0, problem: named };
}

async function draw(window: BrowserWindow, figure: NamedFigure): Promise<StaticPicture> {
  const start = performance.now();
  checkFigureContents(figure);
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

/**
 * Copies a value into the window, because Plotly accepts only its own window's objects as plain.
 */
function inside<T>(window: BrowserWindow, value: T): T {
  return window.JSON.parse(JSON.stringify(value));
}

/**
 * Checks the figure and each of its steps by Plotly's schema.
 *
 * @throws {UserError} If Plotly would ignore or reject something.
 */
function check(window: BrowserWindow, figure: Figure): void {
  const steps = figure.frames?.steps ?? [];
  const stages = [figure.traces, ...steps.map((step) => merged(figure.traces, step.data))];
  for (const traces of stages) {
    const { data, layout } = inside(window, { data: traces, layout: figure.layout });
    const problem = window.Plotly.validate(data, layout)?.[0];
    if (!problem) continue;
    throw new UserError(
      `${figureName("Figure", figure)} (${figure.kind}): expected properties of Plotly's schema, ` +
        `found "${visible(problem.msg)}". Correct its traces or layout.`,
    );
  }
}

function merged(traces: Figure["traces"], changes: readonly object[]): Figure["traces"] {
  return traces.map((trace, i) => ({ ...trace, ...changes[i] }));
}
