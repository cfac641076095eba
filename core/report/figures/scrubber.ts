/** A matrix that changes over steps, with a slider. */
import { UserError } from "../../base/errors.ts";
import { type Figure, figureName, type FigureTexts, type PlotLayout } from "../figure.ts";
import { allToSignificant } from "../json.ts";
import { textWidth } from "../static/text_width.ts";
import { matrixAlt, stepsAlt } from "./alt.ts";
import { type Axis, axisTitle } from "./axis.ts";
import { cellTexts, heatmap, type Matrix } from "./heatmap.ts";
import { extent } from "./pixels.ts";
import type { ScaleName } from "./scales.ts";
import { plotlyText } from "./plotly_text.ts";

/** What a scrubber needs. */
export interface ScrubberInput extends FigureTexts {
  /** What the slider counts: "step" or "epoch". */
  readonly by: string;
  readonly steps: readonly { readonly label: string; readonly values: Matrix }[];
  readonly value: Axis;
  readonly scale?: ScaleName;
  readonly range?: readonly [number, number];
  readonly decimals?: number;
}

/** How many steps the static picture shows, side by side. */
const STILLS = 4;

/**
 * Builds a heatmap with a slider over its steps, all in one colour scale. The static picture shows a
 * few steps from the first to the last, side by side.
 *
 * @throws {UserError} If there are no steps.
 */
export function scrubber(input: ScrubberInput): Figure {
  const { by, steps, range, ...rest } = input;
  const last = steps.at(-1);
  if (!last) {
    throw new UserError(
      `${
        figureName("scrubber", input)
      }: expected at least one step, found none. Give at least one.`,
    );
  }
  const all = extent(steps.flatMap((step) => step.values.flatMap((row) => Array.from(row))));
  const heat = (values: Matrix) => heatmap({ ...rest, values, range: range ?? all });
  const { decimals } = input;
  const stills = Math.min(STILLS, steps.length);
  const chosen = Array.from(
    { length: stills },
    (_, i) => steps[Math.round((i * (steps.length - 1)) / Math.max(1, stills - 1))] ?? last,
  );
  const name = axisTitle(input.value);
  const alt = (values: Matrix) => matrixAlt(name, values, decimals);
  const labels = steps.map(({ label }) => label);
  const made = stepsAlt(by, labels, alt(steps[0]?.values ?? []), alt(last.values));
  return {
    ...heat(last.values),
    ...(input.alt === undefined && { alt: made.en, altKo: made.ko }),
    kind: "scrubber",
    still: sideBySide(
      chosen.map(({ label, values }) => ({ title: `${by} ${label}`, figure: heat(values) })),
      name,
    ),
    frames: {
      by,
      steps: steps.map(({ label, values }) => ({
        label,
        data: [{
          z: values.map((row) => allToSignificant(row, 5)),
          ...(decimals === undefined ? {} : { text: cellTexts(values, decimals) }),
        }],
      })),
    },
  };
}

/**
 * Heatmaps of one size and scale side by side: the first names the rows, the last has the colour
 * bar.
 */
function sideBySide(
  parts: readonly { readonly title: string; readonly figure: Figure }[],
  value: string,
): NonNullable<Figure["still"]> {
  const [share, gap] = [1 / parts.length, 0.012];
  const layout: { [key: string]: PlotLayout[string] } = {};
  const traces = parts.map(({ figure }, i) => {
    const at = i === 0 ? "" : String(i + 1);
    const { xaxis, yaxis } = figure.layout as { xaxis: PlotLayout; yaxis: PlotLayout };
    const { title: _, ...silent } = yaxis;
    layout[`xaxis${at}`] = {
      ...xaxis,
      domain: [i * share + gap, (i + 1) * share - gap],
      anchor: `y${at}`,
    };
    layout[`yaxis${at}`] = {
      ...(i === 0 ? yaxis : { ...silent, showticklabels: false }),
      anchor: `x${at}`,
      scaleanchor: `x${at}`,
    };
    const { colorbar, ...trace }: PlotLayout = figure.traces[0] ?? {};
    const bar = i === parts.length - 1;
    return {
      ...trace,
      ...(bar && colorbar !== undefined ? { colorbar } : {}),
      type: "heatmap",
      xaxis: `x${at}`,
      yaxis: `y${at}`,
      showscale: bar,
      textfont: { size: 10 },
    };
  });
  layout.annotations = parts.map(({ title }, i) => ({
    text: plotlyText(title),
    xref: `x${i === 0 ? "" : i + 1} domain`,
    yref: "paper",
    x: 0.5,
    y: 1,
    yanchor: "bottom",
    yshift: 4,
    showarrow: false,
  }));
  layout.margin = { l: 56, r: 16, t: 28, b: 48 };
  // The colour bar's title is written vertically.
  const height = Math.max(226, Math.ceil(textWidth(value, 15)) + 40);
  return { traces, layout, width: 150 * parts.length + 150, height };
}
