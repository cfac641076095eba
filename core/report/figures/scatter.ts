/** Groups of points in the plane. */
import { UserError } from "../../base/errors.ts";
import { quoted } from "../../base/quoted.ts";
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import { allToSignificant } from "../json.ts";
import { pointsAlt } from "./alt.ts";
import { type Axis, axisTitle, plotlyAxis } from "./axis.ts";
import { plotlyText } from "./plotly_text.ts";

/** One symbol per group, so that colour is never the only difference. */
const symbols = ["circle", "square", "diamond", "triangle-up", "x", "cross"];

/** Points that share colour and symbol. */
export interface PointGroup {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** One text per point, shown on hovering. */
  readonly labels?: readonly string[];
}

/**
 * Builds a scatter plot.
 *
 * @throws {UserError} If a group has x and y of different lengths.
 */
export function scatter(
  { x, y, groups, ...given }: FigureTexts & { x: Axis; y: Axis; groups: readonly PointGroup[] },
): Figure {
  const figure = figureName("scatter", given);
  const texts = figureTexts(
    "scatter",
    given,
    () => pointsAlt(axisTitle(x), axisTitle(y), groups),
  );
  for (const group of groups) {
    if (group.x.length === group.y.length) continue;
    throw new UserError(
      `${figure}, group ${quoted(group.name)}: expected as many x as y, ` +
        `found ${group.x.length} x and ${group.y.length} y. Give both the same length.`,
    );
  }
  return {
    ...texts,
    kind: "scatter",
    traces: groups.map((group, i) => ({
      type: "scatter",
      mode: "markers",
      name: plotlyText(group.name),
      x: allToSignificant(group.x),
      y: allToSignificant(group.y),
      marker: { size: 8, symbol: symbols[i % symbols.length] },
      ...(group.labels ? { text: group.labels.map(plotlyText) } : {}),
    })),
    layout: { xaxis: plotlyAxis(x), yaxis: plotlyAxis(y), showlegend: groups.length > 1 },
    width: 720,
    height: 420,
    fixedAspect: false,
  };
}
