/** One picture. */
import { UserError } from "../../base/errors.ts";
import { checkFigureTexts, type Figure, type FigureTexts } from "../figure.ts";
import type { Json } from "../json.ts";
import { pixelAxes } from "./axis.ts";
import { colorBarTrace, emptyTrace } from "./color_bar.ts";
import { checkPixels, describePixels, type Pixels, shadedPng, type Shading } from "./pixels.ts";
import { centred } from "./scales.ts";

/** What a picture needs. */
export interface ImageInput extends FigureTexts, Shading {
  readonly image: Pixels;
  /** Title of the colour bar, such as "grey value"; without it there is no bar. */
  readonly colorBar?: string;
}

/** The least height of a picture in CSS pixels: a flatter one leaves no room for its axis' name. */
const LEAST = 48;

/** A layout image whose left upper pixel has its middle at (x, y), one unit a pixel times `size`. */
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
 * One picture with its pixel axes: grey, in a colour scale, or in colours.
 *
 * @throws UserError if sizes and data disagree, or a picture in colours is given a scale.
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
  const { image, range: asked, scale, colorBar, ...words } = input;
  checkFigureTexts("imageFigure", words);
  checkPixels(`imageFigure "${words.title}"`, image);
  if (image.channels > 2 && (scale ?? colorBar) !== undefined) {
    throw new UserError(
      `imageFigure "${words.title}": expected one channel for a colour scale, found ${image.channels}; ` +
        `show the channels one by one.`,
    );
  }
  const { height, width } = image;
  const used = scale ?? "Greys";
  const range = centred(used, asked ?? [0, 255]);
  const source = shadedPng(image, { range, scale: used });
  const shown = Math.min(600, Math.max(280, width, (width / height) * 160));
  const tall = Math.max(LEAST, Math.min(640, shown * height / width));
  // "row (pixels)" stands upright beside the picture and needs that much room.
  const y = tall < 120 ? "row" : "row (pixels)";
  return {
    ...words,
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
