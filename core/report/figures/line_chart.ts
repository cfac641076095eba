/** Curves over a common axis: losses per epoch, accuracy against the number of examples. */
import { UserError } from "../../base/errors.ts";
import { quoted } from "../../base/quoted.ts";
import { type Figure, figureName, type FigureTexts, figureTexts, type Trace } from "../figure.ts";
import { allToSignificant } from "../json.ts";
import { curvesAlt } from "./alt.ts";
import { type Axis, axisTitle, plotlyAxis } from "./axis.ts";
import { ticksFor } from "./ticks.ts";
import { textWidth } from "../static/text_width.ts";
import { plotlyText } from "./plotly_text.ts";

/** One curve. */
export interface Series {
  readonly name: string;
  readonly y: ArrayLike<number>;
  /** By default 1, 2, 3, … */
  readonly x?: ArrayLike<number>;
  /** `dash` and `dot` distinguish curves without colour: the book's, a validation set's. */
  readonly line?: "solid" | "dash" | "dot";
  /** Whether each point is marked; by default for up to 30 points. */
  readonly points?: boolean;
  /** Curves of the same group share a colour (training and validation of one model). */
  readonly group?: string;
  /** Whether the curve is drawn at first where there are many; by default the first two are. */
  readonly main?: boolean;
  /** Half the height of the error bar at each point, such as the standard deviation over seeds. */
  readonly spread?: ArrayLike<number>;
}

/**
 * Builds a line chart.
 *
 * @throws {UserError} If a series has no points, or if it has x and y of different lengths.
 * @example
 * ```ts
 * import { lineChart } from "./line_chart.ts";
 * lineChart({
 *   title: "Loss by epoch",
 *   caption: "Both fall; the validation loss stops falling first.",
 *   alt: "Two falling curves over 3 epochs.",
 *   x: { name: "epoch", unit: "" },
 *   y: { name: "loss", unit: "nats" },
 *   series: [{ name: "training", y: [0.9, 0.5, 0.4] }, { name: "validation", y: [0.8, 0.6, 0.6], line: "dash" }],
 * });
 * ```
 */
export function lineChart(
  { x, y, series, ...given }: FigureTexts & { x: Axis; y: Axis; series: readonly Series[] },
): Figure {
  const figure = figureName("lineChart", given);
  const texts = figureTexts(
    "lineChart",
    given,
    () => curvesAlt(axisTitle(x), axisTitle(y), series.map((one) => ({ ...one, x: xs(one) }))),
  );
  const shown = shownAtFirst(series);
  const groups = [...new Set(series.map((one) => one.group ?? one.name))];
  return {
    ...texts,
    kind: "lineChart",
    traces: series.map((one, i) => ({
      ...trace(one, figure, groups.indexOf(one.group ?? one.name)),
      // The others are in the legend: a click there draws them.
      ...(shown.includes(i) ? {} : { visible: "legendonly" }),
    })),
    layout: {
      xaxis: plotlyAxis(x, ticksFor(series.flatMap((one) => Array.from(xs(one))), x.log)),
      yaxis: plotlyAxis(y),
      showlegend: series.length > 1,
      hovermode: "x unified",
    },
    width: 720,
    height: 380 + 20 * legendLines(series.map(({ name }) => name)),
    fixedAspect: false,
  };
}

/** More curves than this hide one another. */
const MANY = 6;

/** The curves that are drawn at first: all of a few, of many the main ones or the first two. */
function shownAtFirst(series: readonly Series[]): readonly number[] {
  const all = series.map((_, i) => i);
  if (series.length <= MANY) return all;
  const main = all.filter((i) => series[i]?.main);
  return main.length > 0 ? main : all.slice(0, 2);
}

const xs = ({ x, y }: Series): ArrayLike<number> => x ?? Float64Array.from(y, (_, i) => i + 1);

/** About how many lines Plotly's legend takes on a wide page; the figure grows by as much. */
function legendLines(names: readonly string[]): number {
  const widest = Math.max(...names.map((name) => 48 + textWidth(name, 13)));
  return Math.ceil(names.length / Math.max(1, Math.floor(650 / widest)));
}

/** One symbol per group, so that colour is never the only difference. */
const symbols = ["circle", "square", "diamond", "triangle-up", "x", "cross"];

function trace(series: Series, figure: string, color: number): Trace {
  const { name, y, line = "solid", spread } = series;
  const x = xs(series);
  if (y.length === 0 || x.length !== y.length) {
    throw new UserError(
      `${figure}, series ${quoted(name)}: expected as many x as y and at least one, ` +
        `found ${x.length} x and ${y.length} y. Give both the same length.`,
    );
  }
  return {
    type: "scatter",
    // Plotly refuses a size for markers that are not drawn.
    ...(series.points ?? y.length <= 30
      ? { mode: "lines+markers", marker: { size: 6, symbol: symbols[color % symbols.length] } }
      : { mode: "lines" }),
    name: plotlyText(name),
    x: allToSignificant(x),
    y: allToSignificant(y),
    line: { dash: line, width: 2, color: palette[color % palette.length] },
    ...(spread
      ? { error_y: { type: "data", array: allToSignificant(spread), thickness: 1, width: 3 } }
      : {}),
  };
}

/** Colours with contrast to both white and black; the theme's `colorway` uses them too. */
export const palette = [
  "#3b7dd8",
  "#d9722b",
  "#2f9e5f",
  "#c94f7c",
  "#8b68d0",
  "#1b97a6",
  "#a6763c",
  "#808892",
] as const;
