/**
 * The look of all pictures. Plotly needs literal colours, but the page has variables, which change
 * with light and dark. Static pictures are therefore drawn in placeholder colours, which are then
 * replaced by the variables.
 */
import type { Figure, PlotLayout } from "../figure.ts";
import { palette } from "../figures/line_chart.ts";

/** The colours of a picture's letters and lines, named as the page's variables. */
export interface PictureColors {
  readonly ink: string;
  readonly grid: string;
  readonly axis: string;
}

/** Placeholder colours that occur in no figure, one per variable. */
const placeholders: PictureColors = { ink: "#010203", grid: "#040506", axis: "#070809" };

/** The fonts of all pictures; Korean fonts by name, because a picture has no fallback list. */
export const fontFamily =
  "Inter, system-ui, 'Noto Sans KR', NanumGothic, 'Malgun Gothic', sans-serif";

/**
 * The settings that all figures share, as a Plotly template: a figure's own settings win. The page's
 * script uses the same template with the page's current colours.
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

/** The figure's layout for its static picture, in placeholder colours. */
export function staticLayout(figure: Figure): PlotLayout {
  return { ...figure.layout, template: template(placeholders) };
}

/** Replaces the placeholder colours of a picture by the page's variables. */
export function withVariables(svg: string): string {
  let out = svg;
  for (const [name, hex] of Object.entries(placeholders)) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    out = out.replaceAll(`rgb(${r}, ${g}, ${b})`, `var(--${name})`).replaceAll(
      hex,
      `var(--${name})`,
    );
  }
  return out;
}

/**
 * The template with the names of the page's variables, which the page's script replaces by colours.
 */
export function pageTemplate(): PlotLayout {
  return template({ ink: "var(--ink)", grid: "var(--grid)", axis: "var(--axis)" });
}
