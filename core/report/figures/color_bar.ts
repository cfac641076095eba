/** The colour bar of a picture whose pixels we coloured ourselves. */
import type { Json } from "../json.ts";
import type { Trace } from "../figure.ts";
import { plotlyScale, type ScaleName } from "./scales.ts";

/** Plotly's settings of a colour bar with that title, slim, as high as its picture. */
export function colorBar(
  title: string,
): { readonly [key: string]: Json } {
  return {
    title: { text: title, side: "right" },
    thickness: 12,
    // Grey on light and on dark: a white end would melt into the page.
    outlinewidth: 1,
    outlinecolor: "rgba(128,128,128,0.6)",
    len: 1,
    ypad: 0,
    x: 1.02,
    xpad: 4,
    // Plotly puts the title too near to labels of different widths.
    ticksuffix: "\u2002\u2002\u2002",
  };
}

/** Plotly draws no axes without a trace. */
export const emptyTrace: Trace = {
  type: "scatter",
  mode: "markers",
  x: [null],
  y: [null],
  hoverinfo: "skip",
  showlegend: false,
};

/** An invisible trace that only carries a colour bar: Plotly has none for images. */
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
