/** Numbers by name: parameters by layer, error rates by year. */
import { UserError } from "../../../dsl/errors.ts";
import { checkWords, type Figure, type Words } from "../figure.ts";
import { roundedAll } from "../json.ts";
import { textWidth } from "../static/text_width.ts";
import { type Axis, plotlyAxis } from "./axis.ts";

/** What a bar chart needs: one bar a category and series. */
export interface BarChartInput extends Words {
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
  checkWords("barChart", words);
  for (const { name, values } of series) {
    if (values.length === categories.length) continue;
    throw new UserError(
      `barChart "${words.title}", series "${name}": expected ${categories.length} values, one a category, ` +
        `found ${values.length}; give one value for each.`,
    );
  }
  const written = numbers ?? categories.length * series.length <= 20;
  return {
    ...words,
    kind: "barChart",
    traces: series.map(({ name, values, spread }) => ({
      type: "bar",
      name,
      x: categories,
      y: roundedAll(values),
      ...(written ? { texttemplate: "%{y:,}", ...(spread ? insideOrAbove : above) } : {}),
      ...(spread
        ? { error_y: { type: "data", array: roundedAll(spread), thickness: 1, width: 3 } }
        : {}),
    })),
    layout: {
      // Names, even where they look like numbers or dates.
      xaxis: plotlyAxis(x, {
        type: "category",
        tickvals: categories.map((_, i) => i),
        ticktext: categories.map((name) => inLines(name, 620 / categories.length - 12)),
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

const above = { textposition: "outside", cliponaxis: false } as const;

/** Beside an error bar the number stands in the bar, where the error bar does not strike it out. */
const insideOrAbove = {
  textposition: "auto",
  insidetextanchor: "middle",
  textangle: 0,
  cliponaxis: false,
} as const;

/** The name broken at its spaces into lines that fit its bar, so that Plotly need not turn it. */
function inLines(name: string, room: number): string {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (textWidth(longer, 13) <= room) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines.join("<br>");
}
