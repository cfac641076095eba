import { createRequire } from "node:module";

/** Where Plotly's bundle lies. */
export function plotlyPath(): string {
  return createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min");
}
