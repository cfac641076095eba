/** Numbers by name: parameters by layer, error rates by year. */
import { UserError } from "../../base/errors.ts";
import { quoted } from "../../base/quoted.ts";
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import { allToSignificant } from "../json.ts";
import { textWidth } from "../static/text_width.ts";
import { barsAlt } from "./alt.ts";
import { type Axis, axisTitle, plotlyAxis } from "./axis.ts";
import { plotlyText } from "./plotly_text.ts";

/** What a bar chart needs: one bar per category and series. */
export interface BarChartInput extends FigureTexts {
  readonly x: Axis;
  readonly y: Axis;
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly values: ArrayLike<number>;
    /** Half the height of each error bar, such as the standard deviation over seeds. */
    readonly spread?: ArrayLike<number>;
  }[];
  /** Whether each number is written at its bar; by default for up to 20 bars. */
  readonly numbers?: boolean;
}

/**
 * Builds a bar chart.
 *
 * @throws {UserError} If a series has not exactly one value per category.
 */
export function barChart(input: BarChartInput): Figure {
  const { x, y, categories, series, numbers, ...given } = input;
  const figure = figureName("barChart", given);
  const texts = figureTexts(
    "barChart",
    given,
    () => barsAlt(axisTitle(x), axisTitle(y), categories, series),
  );
  for (const { name, values } of series) {
    if (values.length === categories.length) continue;
    throw new UserError(
      `${figure}, series ${
        quoted(name)
      }: expected ${categories.length} values, one per category, ` +
        `found ${values.length}. Give one value for each category.`,
    );
  }
  const [low, top] = y.range ??
    [0, Math.max(...series.flatMap(({ values }) => Array.from(values)))];
  const high = top - low || 1;
  const written = numbers ?? categories.length * series.length <= 20;
  return {
    ...texts,
    kind: "barChart",
    traces: series.map(({ name, values, spread }) => ({
      type: "bar",
      name: plotlyText(name),
      x: categories.map(plotlyText),
      y: allToSignificant(values),
      ...(written
        ? {
          texttemplate: `%{y:,}${"<br> ".repeat(spread ? linesOf(spread, high) : 0)}`,
          textposition: "outside",
          cliponaxis: false,
        }
        : {}),
      ...(spread
        ? { error_y: { type: "data", array: allToSignificant(spread), thickness: 1, width: 3 } }
        : {}),
    })),
    layout: {
      // Categories remain names, even where they look like numbers or dates.
      xaxis: plotlyAxis(x, {
        type: "category",
        tickvals: categories.map((_, i) => i),
        ticktext: namesInLines(categories),
      }),
      yaxis: plotlyAxis(y),
      showlegend: series.length > 1,
      barmode: "group",
      bargap: 0.25,
    },
    width: 720,
    height: 380,
    fixedAspect: false,
  };
}

/** The height available to bars, and the height of a line of text, in pixels. */
const [ROOM, LINE] = [270, 16];

/** How many empty lines keep a bar's number clear of the error bar. */
function linesOf(spread: ArrayLike<number>, high: number): number {
  return Math.min(4, Math.ceil((Math.max(...Array.from(spread)) / high) * ROOM / LINE));
}

/** Breaks the names at spaces so that Plotly does not rotate them: if one is broken, all are. */
function namesInLines(names: readonly string[]): string[] {
  const room = 620 / names.length - 12;
  const broken = names.map((name) => inLines(name, room));
  const some = broken.some((lines) => lines.length > 1);
  return broken.map((lines, i) => {
    const halves = lines.length > 1 || !some ? lines : (names[i] ?? "").split(/ (?=[^ ]*$)/);
    return halves.map(plotlyText).join("<br>");
  });
}

/** The name, broken into lines that fit `room` pixels. */
function inLines(name: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (textWidth(longer, 13) <= room) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines;
}
