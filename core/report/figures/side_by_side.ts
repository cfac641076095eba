/** A few pictures side by side: before and after, or one per channel. */
import { UserError } from "../../base/errors.ts";
import { quoted } from "../../base/quoted.ts";
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import { picturesAlt } from "./alt.ts";
import { pixelAxes } from "./axis.ts";
import { colorBarTrace, emptyTrace } from "./color_bar.ts";
import { layoutImage } from "./image.ts";
import { minWidthFor } from "./min_width.ts";
import { checkPixels, describePixels, type Pixels, shadedPng, type Shading } from "./pixels.ts";
import { centred } from "./scales.ts";
import { plotlyText } from "./plotly_text.ts";

/** A picture with a title, and with its own shading if that differs from the others'. */
export interface TitledImage extends Shading {
  readonly title: string;
  readonly image: Pixels;
}

/** What pictures side by side need. */
export interface SideBySideInput extends FigureTexts, Shading {
  readonly images: readonly TitledImage[];
  /** The title of the colour bar, for pictures that share range and scale. */
  readonly colorBar?: string;
  /** Pictures per row; by default up to 3. */
  readonly columns?: number;
}

/** The width of a page's text, of a colour bar, of the gap between pictures, in CSS pixels. */
const [PAGE, BAR, GAP] = [752, 80, 12];

/** The width of a picture where one or two stand in a row. */
const LARGE = 320;

/** The height reserved for a title, and the smallest height of a line of text, in CSS pixels. */
const [HEAD, LINE] = [24, 14];

/**
 * Builds a row or grid of pictures, in cells as wide as the widest picture and as high as the highest one.
 * Smaller pictures are centred horizontally.
 *
 * @throws {UserError} If there are no pictures, or if size and data of one disagree.
 */
export function sideBySide(input: SideBySideInput): Figure {
  const { images, range, scale, colorBar, columns: asked, ...given } = input;
  const figure = figureName("sideBySide", given);
  const texts = figureTexts(
    "sideBySide",
    given,
    () => picturesAlt(images.map(({ title, image }) => ({ ...image, title }))),
  );
  if (images.length === 0) {
    throw new UserError(
      `${figure}: expected at least one image, found none. Give at least one.`,
    );
  }
  images.forEach((one) => checkPixels(`${figure}, image ${quoted(one.title)}`, one.image));
  const columns = Math.min(images.length, asked ?? 3);
  const rows = Math.ceil(images.length / columns);
  const cellWidth = Math.max(...images.map((one) => one.image.width));
  const cellHeight = Math.max(...images.map((one) => one.image.height));
  // Room for a title of one line above each picture, in units of pixels of the picture.
  // The room of a colour bar is kept free where there is none: the same picture is as large in both.
  const room = (PAGE - BAR - 8 - GAP * (columns - 1)) / columns;
  const shown = Math.min(room, Math.max(LARGE, 120 * cellWidth / cellHeight));
  const unit = cellWidth / shown;
  const [gap, head] = [GAP * unit, images.some(({ title }) => title !== "") ? HEAD * unit : 0];
  const bar = colorBar === undefined ? 0 : BAR;
  const at = images.map((one, i) => ({
    one,
    x: (i % columns) * (cellWidth + gap) + (cellWidth - one.image.width) / 2,
    y: Math.floor(i / columns) * (cellHeight + head + gap) + head,
  }));
  const width = columns * (cellWidth + gap) - gap;
  const height = rows * (cellHeight + head + gap) - gap;
  const shading = (one: TitledImage) => {
    const used = one.scale ?? scale ?? "Greys";
    return { scale: used, range: centred(used, one.range ?? range ?? [0, 255]) };
  };
  const common = { scale: scale ?? "Greys", range: centred(scale ?? "Greys", range ?? [0, 255]) };
  return {
    ...texts,
    kind: "sideBySide",
    traces: [
      colorBar === undefined ? emptyTrace : colorBarTrace(common.scale, common.range, colorBar),
    ],
    layout: {
      ...pixelAxes(width, height, null),
      images: at.map(({ one, x, y }) => {
        const png = shadedPng(one.image, shading(one));
        return layoutImage(png, x, y, one.image.width, one.image.height);
      }),
      annotations: at.map(({ one, x, y }) => ({
        text: plotlyText(one.title),
        x: x - 0.5 + one.image.width / 2,
        y: y - 0.5 - 4 * unit,
        yanchor: "bottom",
        showarrow: false,
      })),
      margin: { l: 4, r: 4, t: 4, b: 4 },
      meta: {
        images: images.map((one) => ({
          title: one.title,
          ...shading(one),
          pixels: describePixels(one.image),
        })),
      },
    },
    width: Math.round(width / unit) + 8 + bar,
    height: Math.round(height / unit) + 8,
    ...minWidthFor(
      images.map(({ title }) => title),
      columns,
      // Titles between two rows need a line's height, however narrow the picture becomes.
      rows > 1 && head > 0 ? (LINE / HEAD) * (width / unit) + bar : 0,
    ),
    fixedAspect: true,
  };
}
