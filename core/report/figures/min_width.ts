/** How wide a figure must stay for its small texts to be read: phones scroll it sideways then. */
import { textWidth } from "../static/text_width.ts";

/** The smallest letters that we write, in CSS pixels. */
export const LEAST_LETTERS = 10;

/** What a phone has room for. */
const PHONE = 340;

/**
 * `minWidth` for texts under or above tiles in so many columns, at least `least`; nothing where a
 * phone will do.
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
