/** Pictures that stay wide enough to be read: the page's policy refuses style attributes. */

/** In CSS pixels: the steps between widths, and a page's own width. */
const [STEP, WIDEST] = [40, 760];

const stepped = (width: number) => Math.min(WIDEST, STEP * Math.ceil(width / STEP));

/** The class of a picture that must be so wide. */
export const className = (width: number): string => `least-${stepped(width)}`;

/** The style sheet's rules for pictures that must be so wide. */
export const rules = (widths: readonly number[]): string =>
  [...new Set(widths.map(stepped))].sort((a, b) => a - b)
    .map((width) => `.least-${width} .static svg { min-width: ${width}px; }\n`).join("");
