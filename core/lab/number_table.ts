/** Small tables of numbers that a reader can check by hand. */
import { type Figure, heatmap, type HeatmapInput } from "../report/mod.ts";

/** What `numberTable` draws, and how. */
export interface NumberTableInput
  extends Pick<HeatmapInput, "id" | "title" | "caption" | "values" | "range"> {
  /** The quantity that the numbers measure; "value" by default. */
  readonly what?: string;
  readonly scale?: HeatmapInput["scale"];
  /** The number of decimals written; 0 by default, for whole numbers. */
  readonly decimals?: number;
}

/** Draws a heatmap with its number in each cell. Its text for screen readers lists all rows. */
export function numberTable(
  { what = "value", scale, decimals = 0, ...table }: NumberTableInput,
): Figure {
  const read = table.values.map((row) => Array.from(row).join(", ")).join("; ");
  return heatmap({
    ...table,
    alt: `${table.title}: ${read}.`,
    value: { name: what, unit: "" },
    decimals,
    ...(scale && { scale }),
  });
}
