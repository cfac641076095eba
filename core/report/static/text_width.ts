/** How wide a text is, where no fonts are: a table of widths in ems for a common sans-serif. */

const narrow = /[ijltfrI1.,:;'|!()[\]{}\-/\\ ]/;
const broad = /[mwMWQO@%&—…]/;
const capital = /[A-HJ-LNPR-VX-Z]/;
/** Hangul, Chinese, Japanese and full-width signs. */
const square = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/;

function ems(char: string): number {
  if (square.test(char)) return 0.95;
  if (broad.test(char)) return 0.85;
  if (capital.test(char)) return 0.67;
  return narrow.test(char) ? 0.31 : 0.55;
}

/** The width of one line in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const char of text) width += ems(char);
  return width * fontSize;
}
