/** A matrix as colours: a kernel with its numbers, or how many windows cover each pixel. */
import { UserError } from "../../base/errors.ts";
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import { allToSignificant, toSignificant } from "../json.ts";
import { matrixAlt } from "./alt.ts";
import { type Axis, axisTitle, pixelAxes } from "./axis.ts";
import { colorBar } from "./color_bar.ts";
import { extent } from "./pixels.ts";
import { centred, plotlyScale, type ScaleName } from "./scales.ts";

/** Rows of numbers, all of the same length. */
export type Matrix = readonly ArrayLike<number>[];

/** What a heatmap needs. */
export interface HeatmapInput extends FigureTexts {
  readonly values: Matrix;
  /** What the numbers measure, written beside the colour bar. */
  readonly value: Axis;
  readonly x?: Axis;
  readonly y?: Axis;
  /** Default `Viridis`; `RdBu` has zero in the middle. */
  readonly scale?: ScaleName;
  /** The numbers at the ends of the scale; by default the smallest and the largest. */
  readonly range?: readonly [number, number];
  /** How many decimals the number in each cell has; if absent, the cells have no numbers. */
  readonly decimals?: number;
}

/**
 * Builds a heatmap with square cells and row 0 at the top.
 *
 * @throws {UserError} If the matrix is empty or its rows differ in length.
 * @example
 * ```ts
 * import { heatmap } from "./heatmap.ts";
 * heatmap({
 *   title: "The Laplacian",
 *   caption: "One negative number in the middle, its four neighbours positive.",
 *   alt: "A 3 by 3 matrix: -4 in the middle, 1 at the four sides, 0 in the corners.",
 *   values: [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
 *   value: { name: "weight", unit: "" },
 *   scale: "RdBu",
 *   decimals: 0,
 * });
 * ```
 */
export function heatmap(input: HeatmapInput): Figure {
  const { values, value, scale = "Viridis", range, decimals, ...rest } = input;
  const { x = { name: "column", unit: "" }, y = { name: "row", unit: "" }, ...given } = rest;
  const texts = figureTexts("heatmap", given, () => matrixAlt(axisTitle(value), values, decimals));
  const [height, width] = matrixSize(figureName("heatmap", given), values);
  const [low, high] = centred(scale, range ?? extent(values.flatMap((row) => Array.from(row))));
  const side = Math.min(440, Math.max(240, 70 * width));
  return {
    ...texts,
    kind: "heatmap",
    traces: [{
      type: "heatmap",
      z: values.map((row) => allToSignificant(row)),
      zmin: toSignificant(low),
      zmax: toSignificant(high),
      colorscale: plotlyScale(scale),
      colorbar: colorBar(axisTitle(value)),
      ...(decimals === undefined ? {} : {
        text: cellTexts(values, decimals),
        texttemplate: "%{text}",
        xgap: 1,
        ygap: 1,
      }),
    }],
    layout: pixelTicks(width, height, axisTitle(x), axisTitle(y)),
    width: side + 160,
    height: Math.round(side * Math.min(2, height / width)) + 70,
    fixedAspect: true,
  };
}

/** The numbers as written in the cells, with the same minus sign as on the axes. */
export function cellTexts(values: Matrix, decimals: number): string[][] {
  const text = (value: number) =>
    (Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value).toFixed(decimals).replace("-", "−");
  return values.map((row) => Array.from(row, text));
}

/** The axes of a matrix: a small one shows every index, for a large one Plotly chooses. */
export function pixelTicks(width: number, height: number, x: string, y: string) {
  const axes = pixelAxes(width, height, { x, y });
  const every = Math.max(width, height) <= 12 ? { dtick: 1 } : {};
  return { xaxis: { ...axes.xaxis, ...every }, yaxis: { ...axes.yaxis, ...every } };
}

/**
 * The matrix's size as [rows, columns].
 *
 * @param what The matrix, as messages name it.
 * @throws {UserError} If it is empty or its rows differ in length.
 */
export function matrixSize(what: string, values: Matrix): [number, number] {
  const width = values[0]?.length ?? 0;
  const odd = values.findIndex((row) => row.length !== width);
  if (width > 0 && odd < 0) return [values.length, width];
  throw new UserError(
    width === 0
      ? `${what}: expected a matrix with at least one row and one column, found none. Give rows of numbers.`
      : `${what}: expected ${width} numbers in every row, found ${
        values[odd]?.length
      } in row ${odd}. ` +
        `Make all rows as long as row 0.`,
  );
}
