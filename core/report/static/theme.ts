/**
 * The look of every picture. Plotly wants real colours, the page has variables that change with
 * light and dark: static pictures are drawn in stand-in colours that are replaced by the variables.
 */
import type { Figure, PlotLayout } from "../figure.ts";
import { palette } from "../figures/line_chart.ts";

/** The page's variables for a picture's lines and letters, as the page's script knows them too. */
export interface PictureColors {
  readonly ink: string;
  readonly grid: string;
  readonly axis: string;
}

/** Colours that appear in no figure, one for each variable. */
const standIns: PictureColors = { ink: "#010203", grid: "#040506", axis: "#070809" };

/** The fonts of the page's pictures; Korean ones by name, since a picture has no fallback list. */
export const fontFamily =
  "Inter, system-ui, 'Noto Sans KR', NanumGothic, 'Malgun Gothic', sans-serif";

/**
 * What all figures share, as a Plotly template: a figure's own settings win. The page's script
 * calls on the same template with the page's colours of the moment.
 */
export function template(colors: PictureColors): PlotLayout {
  const axis = {
    gridcolor: colors.grid,
    zerolinecolor: colors.grid,
    linecolor: colors.axis,
    tickcolor: colors.axis,
    automargin: true,
  };
  return {
    layout: {
      margin: { l: 56, r: 16, t: 16, b: 48 },
      colorway: [...palette],
      legend: { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom" },
      xaxis: axis,
      yaxis: axis,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: fontFamily, size: 13, color: colors.ink },
    },
  };
}

/** The figure's layout for its static picture, in stand-in colours. */
export function staticLayout(figure: Figure): PlotLayout {
  return { ...figure.layout, template: template(standIns) };
}

/** The stand-in colours of a picture replaced by the page's variables. */
export function withVariables(svg: string): string {
  let out = svg;
  for (const [name, hex] of Object.entries(standIns)) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    out = out.replaceAll(`rgb(${r}, ${g}, ${b})`, `var(--${name})`).replaceAll(
      hex,
      `var(--${name})`,
    );
  }
  return out;
}

/** The template with the page's variables as they are: the page's script puts colours in. */
export function pageTemplate(): PlotLayout {
  return template({ ink: "var(--ink)", grid: "var(--grid)", axis: "var(--axis)" });
}
