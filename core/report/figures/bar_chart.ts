/** Numbers by name: parameters by layer, error rates by year. */
import { UserError } from "../../base/errors.ts";
import { checkFigureTexts, type Figure, type FigureTexts } from "../figure.ts";
import { allToSignificant } from "../json.ts";
import { textWidth } from "../static/text_width.ts";
import { type Axis, plotlyAxis } from "./axis.ts";

/** What a bar chart needs: one bar a category and series. */
export interface BarChartInput extends FigureTexts {
  readonly x: Axis;
  readonly y: Axis;
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly values: ArrayLike<number>;
    /** Half the height of an error bar: the spread over seeds. */
    readonly spread?: ArrayLike<number>;
  }[];
  /** Writes each number at its bar; default true for up to 20 bars. */
  readonly numbers?: boolean;
}

/**
 * A bar chart.
 *
 * @throws UserError if a series has not one value a category.
 */
export function barChart(input: BarChartInput): Figure {
  const { x, y, categories, series, numbers, ...words } = input;
  checkFigureTexts("barChart", words);
  for (const { name, values } of series) {
    if (values.length === categories.length) continue;
    throw new UserError(
      `barChart "${words.title}", series "${name}": expected ${categories.length} values, one a category, ` +
        `found ${values.length}; give one value for each.`,
    );
  }
  const [low, top] = y.range ??
    [0, Math.max(...series.flatMap(({ values }) => Array.from(values)))];
  const high = top - low || 1;
  const written = numbers ?? categories.length * series.length <= 20;
  return {
    ...words,
    kind: "barChart",
    traces: series.map(({ name, values, spread }) => ({
      type: "bar",
      name,
      x: categories,
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
      // Names, even where they look like numbers or dates.
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

/** A picture's height for its bars and a line's height, in pixels. */
const [ROOM, LINE] = [270, 16];

/** So many lines stand empty between a bar and its number, where the error bar is. */
function linesOf(spread: ArrayLike<number>, high: number): number {
  return Math.min(4, Math.ceil((Math.max(...Array.from(spread)) / high) * ROOM / LINE));
}

/** The names broken at their spaces so that Plotly need not turn them: if one is, all are. */
function namesInLines(names: readonly string[]): string[] {
  const room = 620 / names.length - 12;
  const broken = names.map((name) => inLines(name, room));
  return broken.some((name) => name.includes("<br>"))
    ? broken.map((name) => name.includes("<br>") ? name : name.replace(/ (?=[^ ]*$)/, "<br>"))
    : broken;
}

/** The name in lines that fit. */
function inLines(name: string, room: number): string {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (textWidth(longer, 13) <= room) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines.join("<br>");
}
