/** Many small pictures: examples with labels, predictions, feature maps, kernels. */
import { UserError } from "../../base/errors.ts";
import { type Figure, figureName, type FigureTexts, figureTexts } from "../figure.ts";
import type { Json } from "../json.ts";
import { toSignificant } from "../json.ts";
import { tilesAlt } from "./alt.ts";
import { pixelAxes } from "./axis.ts";
import { emptyTrace } from "./color_bar.ts";
import { layoutImage } from "./image.ts";
import { minWidthFor } from "./min_width.ts";
import { checkPixels, extent, type Pixels, pngAddress, type Shading, toRgba } from "./pixels.ts";
import { centred } from "./scales.ts";
import { plotlyText } from "./plotly_text.ts";

/** One tile of the grid. */
export interface Tile {
  readonly image: Pixels;
  readonly caption?: string;
  /** A wrong tile gets a cross, bold letters and a red frame; a right one gets a tick. */
  readonly mark?: "right" | "wrong";
}

/** What a grid needs. All pictures must have the same size. */
export interface ImageGridInput extends FigureTexts, Omit<Shading, "range"> {
  readonly tiles: readonly Tile[];
  /** Tiles per row; by default about as many as there are rows, at most 8. */
  readonly columns?: number;
  /**
   * The numbers at the ends of the scale, default [0, 255]; "each" gives every tile its own range.
   */
  readonly range?: readonly [number, number] | "each";
}

const symbols = { right: "✓ ", wrong: "✗ " } as const;
/** For the frame only: no red is legible as text on both light and dark pages. */
const frameColor = "#d6455d";

/**
 * Builds a grid of pictures, stored as one PNG.
 *
 * @throws {UserError} If there are no tiles or their sizes differ.
 */
export function imageGrid(input: ImageGridInput): Figure {
  const { tiles, scale = "Greys", range = [0, 255], columns: asked, ...given } = input;
  const what = figureName("imageGrid", given);
  const [height, width] = commonSize(what, tiles);
  const texts = figureTexts(
    "imageGrid",
    given,
    () => tilesAlt(tiles.map(textOf), [height, width]),
  );
  const columns = Math.min(tiles.length, asked ?? Math.min(8, Math.ceil(Math.sqrt(tiles.length))));
  const rows = Math.ceil(tiles.length / columns);
  const tilePixels = Math.min(140, 720 / columns);
  const unit = width / tilePixels;
  const captions = tiles.some((tile) => tile.caption !== undefined);
  const [gap, foot] = [Math.ceil(8 * unit), captions ? Math.ceil(24 * unit) : 0];
  const [pitchX, pitchY] = [width + gap, height + foot + gap];
  const [fullWidth, fullHeight] = [columns * pitchX - gap, rows * pitchY - gap];
  const atlas = new Uint8Array(fullWidth * fullHeight * 4);
  const at = tiles.map((tile, i) => ({
    tile,
    x: (i % columns) * pitchX,
    y: Math.floor(i / columns) * pitchY,
  }));
  for (const { tile, x, y } of at) {
    const ends = centred(scale, range === "each" ? extent(tile.image.data) : range);
    const rgba = toRgba(tile.image, { scale, range: ends });
    for (let row = 0; row < height; row++) {
      const line = rgba.subarray(row * width * 4, (row + 1) * width * 4);
      atlas.set(line, ((y + row) * fullWidth + x) * 4);
    }
  }
  const marked = at.filter(({ tile }) => tile.mark === "wrong");
  return {
    ...texts,
    kind: "imageGrid",
    traces: [emptyTrace],
    layout: {
      ...pixelAxes(fullWidth, fullHeight, null),
      images: [layoutImage(pngAddress(fullHeight, fullWidth, atlas), 0, 0, fullWidth, fullHeight)],
      annotations: at.filter(({ tile }) => (tile.caption ?? tile.mark) !== undefined).map(
        ({ tile, x, y }) => caption(tile, x - 0.5 + width / 2, y - 0.5 + height),
      ),
      shapes: marked.map(({ x, y }) => ({
        type: "rect",
        x0: x - 0.5,
        x1: x + width - 0.5,
        y0: y - 0.5,
        y1: y + height - 0.5,
        line: { color: frameColor, width: 3 },
      })),
      margin: { l: 4, r: 4, t: 4, b: 4 },
      meta: {
        tiles: tiles.map(({ caption = "", mark = "", image }) => {
          const [low, high] = extent(image.data);
          return { caption, mark, min: toSignificant(low), max: toSignificant(high) };
        }),
      },
    },
    width: Math.round(fullWidth / unit) + 8,
    height: Math.round(fullHeight / unit) + 8,
    ...minWidthFor(tiles.map(textOf), columns),
    fixedAspect: true,
  };
}

const textOf = ({ caption = "", mark }: Tile) => (mark ? symbols[mark] : "") + caption;

function caption(tile: Tile, x: number, y: number): Json {
  const { mark } = tile;
  const text = plotlyText(textOf(tile));
  return {
    text: mark === "wrong" ? `<b>${text}</b>` : text,
    x,
    y,
    yanchor: "top",
    yshift: -2,
    showarrow: false,
    borderpad: 0,
    font: { size: 12 },
  };
}

/**
 * The size of all tiles as [height, width].
 *
 * @throws {UserError} If there are no tiles or their sizes differ.
 */
function commonSize(what: string, tiles: readonly Tile[]): [number, number] {
  const first = tiles[0]?.image;
  if (!first) {
    throw new UserError(`${what}: expected at least one tile, found none. Give at least one.`);
  }
  tiles.forEach(({ image }, i) => {
    checkPixels(`${what}, tile ${i}`, image);
    if (image.height === first.height && image.width === first.width) return;
    throw new UserError(
      `${what}, tile ${i}: expected ${first.height} × ${first.width} pixels like tile 0, ` +
        `found ${image.height} × ${image.width}. Resize it or use sideBySide.`,
    );
  });
  return [first.height, first.width];
}
