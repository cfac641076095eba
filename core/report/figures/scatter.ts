/** Points in the plane, in groups. */
import { UserError } from "../../base/errors.ts";
import { checkFigureTexts, type Figure, type FigureTexts } from "../figure.ts";
import { allToSignificant } from "../json.ts";
import { type Axis, plotlyAxis } from "./axis.ts";

/** Symbols in the order of the groups, so that colour is never the only difference. */
const symbols = ["circle", "square", "diamond", "triangle-up", "x", "cross"];

/** Points of one kind. */
export interface PointGroup {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A text for each point, shown on hovering. */
  readonly labels?: readonly string[];
}

/**
 * A scatter plot.
 *
 * @throws UserError if a group has as many x as it has not y.
 */
export function scatter(
  { x, y, groups, ...words }: FigureTexts & { x: Axis; y: Axis; groups: readonly PointGroup[] },
): Figure {
  checkFigureTexts("scatter", words);
  for (const group of groups) {
    if (group.x.length === group.y.length) continue;
    throw new UserError(
      `scatter "${words.title}", group "${group.name}": expected as many x as y, ` +
        `found ${group.x.length} x and ${group.y.length} y; give both the same length.`,
    );
  }
  return {
    ...words,
    kind: "scatter",
    traces: groups.map((group, i) => ({
      type: "scatter",
      mode: "markers",
      name: group.name,
      x: allToSignificant(group.x),
      y: allToSignificant(group.y),
      marker: { size: 8, symbol: symbols[i % symbols.length] },
      ...(group.labels ? { text: group.labels } : {}),
    })),
    layout: { xaxis: plotlyAxis(x), yaxis: plotlyAxis(y), showlegend: groups.length > 1 },
    width: 720,
    height: 420,
    fixedAspect: false,
  };
}
