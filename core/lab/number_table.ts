/** Small tables of numbers that a reader checks by hand. */
import { type Figure, heatmap, type HeatmapInput } from "../report/mod.ts";

/** What may differ from one table of numbers to the next. */
export interface NumberTableInput
  extends Pick<HeatmapInput, "id" | "title" | "caption" | "values" | "range"> {
  /** What the numbers are; "value" unless said. */
  readonly what?: string;
  readonly scale?: HeatmapInput["scale"];
  /** Written so many; 0, whole numbers, unless said. */
  readonly decimals?: number;
}

/** A heatmap with the number written in each cell, read out row by row. */
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
