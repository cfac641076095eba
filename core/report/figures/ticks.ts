/** Ticks of an axis, where Plotly's own choice is not the best. */
import type { PlotLayout } from "../figure.ts";

/**
 * Plotly's tick settings for these values: whole numbers for epochs and stages, and the values
 * themselves on a logarithmic axis that has at most 8 of them. Empty where Plotly should choose.
 */
export function ticksFor(values: readonly number[], log = false): PlotLayout {
  const different = [...new Set(values.filter(Number.isFinite))].sort((a, b) => a - b);
  const span = (different.at(-1) ?? 0) - (different[0] ?? 0);
  if (log && different.length <= 8) {
    return {
      tickvals: different,
      ticktext: different.map((value) => value.toLocaleString("en-US")),
    };
  }
  if (!log && span > 0 && span <= 12 && different.every(Number.isInteger)) return { dtick: 1 };
  return {};
}
