/** Names pictures by what decides about them, so that one drawn before can be used again. */
import { createRequire } from "node:module";
import { sha256 } from "../../base/hash.ts";
import type { Figure } from "../figure.ts";

/**
 * The modules that draw: their text decides about a picture, and so do the versions of the packages,
 * which they name. A test compares the list with what `render.ts` imports.
 */
export const DRAWING: readonly string[] = [
  "core/base/errors.ts",
  "core/base/png.ts",
  "core/base/quoted.ts",
  "core/report/figure.ts",
  "core/report/figure_checks.ts",
  "core/report/figures/alt.ts",
  "core/report/figures/axis.ts",
  "core/report/figures/line_chart.ts",
  "core/report/figures/pixels.ts",
  "core/report/figures/plotly_text.ts",
  "core/report/figures/scales.ts",
  "core/report/figures/ticks.ts",
  "core/report/html.ts",
  "core/report/interface_texts.ts",
  "core/report/json.ts",
  "core/report/static/browser.ts",
  "core/report/static/canvas.ts",
  "core/report/static/compact.ts",
  "core/report/static/geometry.ts",
  "core/report/static/plotly_path.ts",
  "core/report/static/render.ts",
  "core/report/static/text_width.ts",
  "core/report/static/theme.ts",
  "core/report/unshown.ts",
  "dsl/errors.ts",
  "dsl/quoted.ts",
];

/** A figure as JSON, which is what is drawn, and the name of its picture. */
export interface KeyedFigure {
  readonly json: string;
  /** 64 hexadecimal digits. */
  readonly key: string;
}

/**
 * The version of everything that draws: our modules, Plotly and Deno, which packs the pixels.
 *
 * @throws If a module or Plotly's description cannot be read.
 */
export function rendererVersion(): string {
  const root = new URL("../../../", import.meta.url);
  const modules = DRAWING.map((name) => Deno.readTextFileSync(new URL(name, root)));
  const { version } = createRequire(import.meta.url)("plotly.js-cartesian-dist-min/package.json");
  return sha256(bytesOf([version, Deno.version.deno, ...modules]));
}

/**
 * Names the picture of a figure, whatever the figure's id: its own name is in the picture where an id
 * will be.
 *
 * @returns Undefined if the figure cannot be written as JSON; drawing it will say why.
 */
export function keyed(figure: Figure, renderer: string): KeyedFigure | undefined {
  const { id: _, ...rest } = figure;
  try {
    const json = JSON.stringify(rest);
    return { json, key: sha256(bytesOf([renderer, json])) };
  } catch {
    return undefined;
  }
}

const bytesOf = (parts: readonly string[]) => new TextEncoder().encode(JSON.stringify(parts));
