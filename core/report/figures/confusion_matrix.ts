/** How often each class was predicted as each class. */
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import { confusionAlt } from "./alt.ts";
import { pixelAxes } from "./axis.ts";
import { colorBar } from "./color_bar.ts";
import { type Matrix, matrixSize } from "./heatmap.ts";
import { plotlyScale } from "./scales.ts";
import { UserError } from "../../base/errors.ts";
import { plotlyText } from "./plotly_text.ts";

/**
 * Builds a confusion matrix, with the true classes in rows and the predicted classes in columns. The
 * colour is the share of the row, so that rare classes show as well as frequent ones; the number in
 * the cell is the count.
 *
 * @param counts `counts[truth][prediction]`, [classes, classes].
 * @param classes The classes' names, in the order of rows and columns.
 * @throws {UserError} If the counts are not square with one row per class.
 */
export function confusionMatrix(
  { counts, classes, ...given }: FigureTexts & { counts: Matrix; classes: readonly string[] },
): Figure {
  const figure = figureName("confusionMatrix", given);
  const texts = figureTexts("confusionMatrix", given, () => confusionAlt(classes, counts));
  const [rows, columns] = matrixSize(figure, counts);
  if (rows !== classes.length || columns !== classes.length) {
    throw new UserError(
      `${figure}: expected ${classes.length} × ${classes.length} counts for ` +
        `${classes.length} classes, found ${rows} × ${columns}. Give one row and one column per class.`,
    );
  }
  const text = counts.map((row) => Array.from(row, (count) => count === 0 ? "" : String(count)));
  const share = counts.map((row) => {
    const total = Array.from(row).reduce((sum, count) => sum + count, 0) || 1;
    return Array.from(row, (count) => Math.round((count / total) * 1000) / 1000);
  });
  const axes = pixelAxes(columns, rows, { x: "predicted class", y: "true class" });
  const names = {
    tickvals: classes.map((_, i) => i),
    ticktext: classes.map(plotlyText),
    ticks: "",
  };
  return {
    ...texts,
    kind: "confusionMatrix",
    traces: [{
      type: "heatmap",
      z: share,
      zmin: 0,
      zmax: 1,
      text,
      texttemplate: "%{text}",
      textfont: { size: 11 },
      customdata: counts.map((row) => Array.from(row)),
      hovertemplate: "true %{y}, predicted %{x}: %{customdata} (%{z:.1%})<extra></extra>",
      colorscale: plotlyScale("Blues"),
      colorbar: { ...colorBar("share of the true class"), tickformat: ".0%" },
      xgap: 1,
      ygap: 1,
    }],
    layout: {
      xaxis: { ...axes.xaxis, ...names, tickangle: -40 },
      yaxis: { ...axes.yaxis, ...names },
    },
    width: 700,
    height: 600,
    // The numbers in the cells keep their size.
    ...(classes.length > 6 ? { minWidth: 48 * classes.length } : {}),
    fixedAspect: true,
  };
}
