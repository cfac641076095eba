/** Colour bars, also for pictures whose pixels the report colours itself. */
import type { Json } from "../json.ts";
import type { Trace } from "../figure.ts";
import { plotlyScale, type ScaleName } from "./scales.ts";
import { plotlyText } from "./plotly_text.ts";

/** Plotly's settings for a slim colour bar with that title, as high as its picture. */
export function colorBar(
  title: string,
): { readonly [key: string]: Json } {
  return {
    title: { text: plotlyText(title), side: "right" },
    thickness: 12,
    // Grey shows on light and on dark pages: a white end would be invisible on a white page.
    outlinewidth: 1,
    outlinecolor: "rgba(128,128,128,0.6)",
    len: 1,
    ypad: 0,
    x: 1.02,
    xpad: 4,
    // Plotly places the title too close to labels of different widths.
    ticksuffix: "\u2002\u2002\u2002",
  };
}

/** A trace without points, because Plotly draws no axes without a trace. */
export const emptyTrace: Trace = {
  type: "scatter",
  mode: "markers",
  x: [null],
  y: [null],
  hoverinfo: "skip",
  showlegend: false,
};

/** An invisible trace that only carries a colour bar, because Plotly has none for images. */
export function colorBarTrace(
  scale: ScaleName,
  [low, high]: readonly [number, number],
  title: string,
): Trace {
  return {
    ...emptyTrace,
    marker: {
      color: [low],
      cmin: low,
      cmax: high,
      colorscale: plotlyScale(scale),
      showscale: true,
      colorbar: {
        ...colorBar(title),
        ...(low === 0 && high === 255 ? { tickvals: [0, 64, 128, 192, 255] } : {}),
      },
    },
  };
}
