/** Plotly inside the page: packed, so that a page stays under a megabyte. */
import { gzipSync } from "node:zlib";
import { plotlyPath } from "../static/plotly_path.ts";

/** Plotly's text, and what the page carries of it. */
export interface PlotlyBundle {
  readonly script: string;
  readonly packed: string;
}

/** Reads and packs the bundle. */
export async function plotlyBundle(): Promise<PlotlyBundle> {
  const script = await Deno.readTextFile(plotlyPath());
  return { script, packed: gzipSync(script, { level: 9 }).toString("base64") };
}
