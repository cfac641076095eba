/** A single picture. */
import { UserError } from "../../base/errors.ts";
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import type { Json } from "../json.ts";
import { picturesAlt } from "./alt.ts";
import { pixelAxes } from "./axis.ts";
import { colorBarTrace, emptyTrace } from "./color_bar.ts";
import { checkPixels, describePixels, type Pixels, shadedPng, type Shading } from "./pixels.ts";
import { centred } from "./scales.ts";

/** What a picture needs. */
export interface ImageInput extends FigureTexts, Shading {
  readonly image: Pixels;
  /** The title of the colour bar, such as "grey value"; if absent, there is no bar. */
  readonly colorBar?: string;
}

/**
 * The smallest height of a picture in CSS pixels: a flatter one has no room for its axis's name.
 */
const LEAST = 48;

/**
 * A Plotly layout image: the centre of its upper left pixel is at (x, y), a pixel is one unit wide.
 */
export function layoutImage(
  source: string,
  x: number,
  y: number,
  width: number,
  height: number,
): Json {
  return {
    source,
    xref: "x",
    yref: "y",
    x: x - 0.5,
    y: y - 0.5,
    sizex: width,
    sizey: height,
    sizing: "stretch",
    layer: "below",
  };
}

/**
 * Builds a picture with pixel axes: grey, in a colour scale, or in its own colours.
 *
 * @throws {UserError} If size and data disagree, or if a picture with colours is given a scale.
 * @example
 * ```ts
 * import { imageFigure } from "./image.ts";
 * imageFigure({
 *   title: "A ramp",
 *   caption: "From black to white.",
 *   alt: "Four pixels, each lighter than the one before.",
 *   image: { height: 1, width: 4, channels: 1, data: [0, 85, 170, 255] },
 *   colorBar: "grey value",
 * });
 * ```
 */
export function imageFigure(input: ImageInput): Figure {
  const { image, range: asked, scale, colorBar, ...given } = input;
  const figure = figureName("imageFigure", given);
  const texts = figureTexts("imageFigure", given, () => picturesAlt([{ title: "", ...image }]));
  checkPixels(figure, image);
  if (image.channels > 2 && (scale ?? colorBar) !== undefined) {
    throw new UserError(
      `${figure}: expected one channel for a colour scale, found ${image.channels}. ` +
        `Show the channels one by one.`,
    );
  }
  const { height, width } = image;
  const used = scale ?? "Greys";
  const range = centred(used, asked ?? [0, 255]);
  const source = shadedPng(image, { range, scale: used });
  const shown = Math.min(600, Math.max(280, width, (width / height) * 160));
  const tall = Math.max(LEAST, Math.min(640, shown * height / width));
  // "row (pixels)" is written vertically beside the picture and needs that much height.
  const y = tall < 120 ? "row" : "row (pixels)";
  return {
    ...texts,
    kind: "imageFigure",
    traces: [colorBar === undefined ? emptyTrace : colorBarTrace(used, range, colorBar)],
    layout: {
      ...pixelAxes(width, height, { x: "column (pixels)", y }),
      images: [layoutImage(source, 0, 0, width, height)],
      meta: { images: [describePixels(image)], range },
    },
    width: shown + (colorBar === undefined ? 80 : 160),
    height: Math.round(tall) + 60,
    fixedAspect: true,
  };
}
