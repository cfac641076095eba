/**
 * CSS classes for the smallest widths of pictures, because the page's policy refuses style
 * attributes.
 */

/** In CSS pixels: the difference between two classes, and the width of a page's text. */
const [STEP, WIDEST] = [40, 760];

const stepped = (width: number) => Math.min(WIDEST, STEP * Math.ceil(width / STEP));

/** The class of a picture that must be at least so wide, in CSS pixels. */
export const className = (width: number): string => `least-${stepped(width)}`;

/** The style sheet's rules for the classes of these widths. */
export const rules = (widths: readonly number[]): string =>
  [...new Set(widths.map(stepped))].sort((a, b) => a - b)
    .map((width) => `.least-${width} .static svg { min-width: ${width}px; }\n`).join("");
