/**
 * Colours of JPEGs narrower than five pixels. Where there is one colour sample for two columns,
 * decoders interpolate between samples; libjpeg does so only if a row has more than two of them
 * (`jinit_upsampler` in jdsample.c), imagescript always.
 */
import type { JpegSegments } from "./jpeg_segments.ts";

/** The width at which imagescript's first and last columns are exactly the samples of a row. */
export const wholeWidth = (width: number): number => width <= 2 ? 2 : 4;

/** Whether libjpeg repeats the colour samples of this image. */
export function isNarrow({ width, rgb, components }: JpegSegments): boolean {
  const [y, ...colours] = components;
  return width <= 4 && !rgb && colours.length === 2 && y?.across === 2 && y.down <= 2 &&
    colours.every(({ across, down }) => across === 1 && down === 1);
}

/**
 * The image in RGB, each colour sample repeated over the pixels that it was taken from.
 *
 * @param planes Brightness, Cb and Cr of each pixel as imagescript interpolates them, of
 * `wholeWidth(width)` columns.
 */
export function repeatColours(
  { height, width, components }: JpegSegments,
  planes: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const across = wholeWidth(width);
  const down = components[0]?.down ?? 1;
  const sample = (row: number, column: number, c: number) =>
    planes[(row * across + column) * 3 + c]!;
  const colour = (y: number, x: number, c: number) => {
    const column = x < 2 ? 0 : across - 1;
    if (down === 1 || y < 2) return sample(y < 2 && down === 2 ? 0 : y, column, c);
    // Rows 2i − 1 and 2i are (3a + b)/4 and (a + 3b)/4 of the samples a and b; b is wanted.
    const row = y - (y % 2);
    return (3 * sample(row, column, c) - sample(row - 1, column, c)) / 2;
  };
  const out = new Uint8ClampedArray(height * width * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // JFIF 1.02, page 3.
      const light = sample(y, x, 0);
      const [cb, cr] = [colour(y, x, 1) - 128, colour(y, x, 2) - 128];
      out[to++] = light + 1.402 * cr;
      out[to++] = light - 0.344136 * cb - 0.714136 * cr;
      out[to++] = light + 1.772 * cb;
    }
  }
  return new Uint8Array(out.buffer);
}
