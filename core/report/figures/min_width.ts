/**
 * How wide a figure must remain for its small texts to be legible; phones then scroll it sideways.
 */
import { textWidth } from "../static/text_width.ts";

/** The smallest font size in a figure, in CSS pixels. */
export const LEAST_LETTERS = 10;

/** The width of a picture on a phone, in CSS pixels. */
const PHONE = 340;

/**
 * A figure's `minWidth` for texts under or above tiles; empty where a phone is wide enough.
 *
 * @param columns How many tiles are in a row.
 * @param least A lower bound of the width, in CSS pixels.
 */
export function minWidthFor(
  texts: readonly string[],
  columns: number,
  least = 0,
): { minWidth?: number } {
  const widest = Math.max(0, ...texts.map((text) => textWidth(text, LEAST_LETTERS)));
  const minWidth = widest === 0 ? 0 : Math.ceil(Math.max(least, columns * (widest + 6)));
  return minWidth <= PHONE ? {} : { minWidth };
}
