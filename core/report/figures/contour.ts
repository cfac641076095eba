/** A surface seen from above: height as colour and lines. */
import { checkWords, type Figure, type Words } from "../figure.ts";
import { roundedAll } from "../json.ts";
import { type Axis, axisTitle, plotlyAxis } from "./axis.ts";
import { colorBar } from "./color_bar.ts";
import { type Matrix, matrixSize } from "./heatmap.ts";
import { plotlyScale, type ScaleName } from "./scales.ts";

/** What a contour plot needs: `values[row][column]` at `ys[row]`, `xs[column]`. */
export interface ContourInput extends Words {
  readonly x: Axis;
  readonly y: Axis;
  readonly value: Axis;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly values: Matrix;
  readonly scale?: ScaleName;
}

/** A contour plot with filled bands. */
export function contour(input: ContourInput): Figure {
  const { x, y, value, xs, ys, values, scale = "Viridis", ...words } = input;
  checkWords("contour", words);
  matrixSize(`contour "${words.title}"`, values);
  return {
    ...words,
    kind: "contour",
    traces: [{
      type: "contour",
      x: roundedAll(xs),
      y: roundedAll(ys),
      z: values.map((row) => roundedAll(row, 4)),
      colorscale: plotlyScale(scale),
      colorbar: colorBar(axisTitle(value)),
      line: { width: 0.5 },
    }],
    layout: {
      xaxis: plotlyAxis(x, { constrain: "domain" }),
      yaxis: plotlyAxis(y, { scaleanchor: "x" }),
    },
    width: 620,
    height: 480,
    fixedAspect: true,
  };
}
