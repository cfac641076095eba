/** A surface seen from above, its height shown by colours and lines. */
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import { allToSignificant } from "../json.ts";
import { surfaceAlt } from "./alt.ts";
import { type Axis, axisTitle, plotlyAxis } from "./axis.ts";
import { colorBar } from "./color_bar.ts";
import { type Matrix, matrixSize } from "./heatmap.ts";
import { plotlyScale, type ScaleName } from "./scales.ts";

/** What a contour plot needs: `values[row][column]` at `ys[row]`, `xs[column]`. */
export interface ContourInput extends FigureTexts {
  readonly x: Axis;
  readonly y: Axis;
  readonly value: Axis;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly values: Matrix;
  readonly scale?: ScaleName;
}

/**
 * Builds a contour plot with filled bands.
 *
 * @throws {UserError} If the matrix is empty or its rows differ in length.
 */
export function contour(input: ContourInput): Figure {
  const { x, y, value, xs, ys, values, scale = "Viridis", ...given } = input;
  const names = { x: axisTitle(x), y: axisTitle(y), value: axisTitle(value) };
  const texts = figureTexts("contour", given, () => surfaceAlt(names, xs, ys, values));
  matrixSize(figureName("contour", given), values);
  return {
    ...texts,
    kind: "contour",
    traces: [{
      type: "contour",
      x: allToSignificant(xs),
      y: allToSignificant(ys),
      z: values.map((row) => allToSignificant(row, 4)),
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
