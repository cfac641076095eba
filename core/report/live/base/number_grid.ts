/** A small table of numbers on their grey values. */
import { html, type TemplateResult } from "npm:lit-html@3.3.3";

/** A cell of a grid. */
export interface GridCell {
  readonly text: string;
  /** The grey behind the number, 0 black to 1 white; none for the page's own colour. */
  readonly grey?: number;
  /** Classes: "outside", "current", "changed" … */
  readonly mark?: string;
}

/** A grid with a caption; screen readers read it as a table. */
export const numberGrid = (
  caption: string,
  rows: readonly (readonly GridCell[])[],
): TemplateResult =>
  html`
    <table class="number-grid">
      <caption>${caption}</caption>
      <tbody>${rows.map((row) =>
        html`
          <tr>${row.map(cell)}</tr>
        `
      )}</tbody>
    </table>
  `;

// A style as a property passes the page's policy, which refuses style attributes.
const cell = ({ text, grey, mark = "" }: GridCell) =>
  html`
    <td class=${mark} .style=${grey === undefined ? "" : greyStyle(grey)}>${text}</td>
  `;

/** Black letters on light grey, white ones on dark. */
export function greyStyle(grey: number): string {
  const level = Math.round(255 * Math.min(1, Math.max(0, grey)));
  return `background: rgb(${level}, ${level}, ${level}); color: ${level > 118 ? "#000" : "#fff"}`;
}
