/**
 * The width of a text without fonts: estimated in ems after DejaVu Sans, the widest of the common
 * sans-serif fonts, because a label with too much room looks better than one that is cut off.
 */

const narrow = /[ijltfrI1.,:;'|!()[\]{}\-/\\ ]/;
const broad = /[mwMWQO@%&—…]/;
const capital = /[A-HJ-LNPR-VX-Z]/;
/** Hangul, Chinese, Japanese and full-width characters. */
const square = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/;

function ems(char: string): number {
  if (square.test(char)) return 1;
  if (broad.test(char)) return 0.92;
  if (capital.test(char)) return 0.7;
  return narrow.test(char) ? 0.36 : 0.62;
}

/** The estimated width of one line, in the unit of the font size. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const char of text) width += ems(char);
  return width * fontSize;
}
