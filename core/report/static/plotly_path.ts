import { createRequire } from "node:module";

/** The path of Plotly's bundle. */
export function plotlyPath(): string {
  return createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min");
}
