/** The report's JSON inside its page, without a second copy of every picture. */
import type { Json } from "../json.ts";
import type { FigureJson, ReportJson } from "../report.ts";

/**
 * The report with references for pictures: a `source` that the figure's static SVG contains too is
 * replaced by its place there. `#figure-2:0` is the first `<image>` in the element with the id
 * `figure-2`. The JSON file contains the pictures themselves; everything else is equal.
 */
export function islandReport(json: ReportJson, svgs: ReadonlyMap<string, string>): ReportJson {
  return {
    ...json,
    figures: json.figures.map((figure) => referring(figure, svgs.get(figure.id) ?? "")),
  };
}

function referring(figure: FigureJson, svg: string): FigureJson {
  const pictures = [...svg.matchAll(/<image[^>]*\shref="([^"]*)"/g)].map(([, href]) => href);
  const replaced = (value: Json): Json => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const { source, ...rest } = value as { source?: Json };
    const at = typeof source === "string" ? pictures.indexOf(source) : -1;
    return at < 0 ? value : { ...rest, source: `#${figure.id}:${at}` };
  };
  const { images, ...layout } = figure.layout;
  if (!Array.isArray(images)) return figure;
  return { ...figure, layout: { ...layout, images: images.map(replaced) } };
}
