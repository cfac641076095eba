/** Axes with a name and a unit, as Plotly's settings. */
import { UserError } from "../../base/errors.ts";
import type { Json } from "../json.ts";
import type { PlotLayout } from "../figure.ts";
import { plotlyText } from "./plotly_text.ts";

/** What an axis measures. */
export interface Axis {
  /** Such as "epoch" or "loss". */
  readonly name: string;
  /** Such as "ms" or "pixels"; "" for a pure number. */
  readonly unit: string;
  readonly range?: readonly [number, number];
  readonly log?: boolean;
}

/**
 * The axis's title: "time (ms)", or "epoch" for a pure number.
 *
 * @throws {UserError} If the name is blank.
 */
export function axisTitle(axis: Axis): string {
  if (axis.name.trim() === "") {
    throw new UserError(
      'Axis: expected a name such as "epoch", found an empty text. Name what it measures.',
    );
  }
  return axis.unit === "" ? axis.name : `${axis.name} (${axis.unit})`;
}

/** Plotly's settings for an axis of numbers or names; `more` wins. */
export function plotlyAxis(axis: Axis, more: PlotLayout = {}): { [key: string]: Json } {
  return {
    title: { text: plotlyText(axisTitle(axis)), standoff: 8 },
    automargin: true,
    ...(axis.log ? { type: "log", exponentformat: "power" } : {}),
    ...(axis.range ? { range: axis.log ? axis.range.map(Math.log10) : axis.range } : {}),
    ...more,
  };
}

/**
 * A pair of axes for a picture of `width` × `height` pixels: the pixels are square, row 0 is at the
 * top.
 *
 * @param labels The axes' titles; null hides the axes.
 */
export function pixelAxes(
  width: number,
  height: number,
  labels: { readonly x: string; readonly y: string } | null,
): { xaxis: PlotLayout; yaxis: PlotLayout } {
  const shown = labels === null
    ? { visible: false }
    : { showgrid: false, zeroline: false, showline: false, ticks: "outside", automargin: true };
  const title = (text: string | undefined) =>
    text ? { title: { text: plotlyText(text), standoff: 6 } } : {};
  return {
    xaxis: {
      ...shown,
      ...title(labels?.x),
      range: [-0.5, width - 0.5],
      constrain: "domain",
    },
    yaxis: {
      ...shown,
      ...title(labels?.y),
      range: [height - 0.5, -0.5],
      constrain: "domain",
      scaleanchor: "x",
    },
  };
}
