/** Tables. */
import { UserError } from "../../base/errors.ts";
import { quoted } from "../../base/quoted.ts";
import { formatNumber } from "../html.ts";
import type { Output, OutputContext } from "../output.ts";

/** The content of a cell; numbers are aligned to the right, null is a gap. */
export type Cell = string | number | boolean | null;

/** What a table needs. */
export interface TableInput {
  /** The title above the table. */
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** A last row that is set apart, such as totals. */
  readonly footer?: readonly Cell[];
}

/**
 * Shows a table with a header.
 *
 * @throws {UserError} If a row has not exactly one cell per column.
 */
export function table(input: TableInput): Output {
  const all = input.footer ? [...input.rows, input.footer] : input.rows;
  const odd = all.findIndex((row) => row.length !== input.columns.length);
  if (odd >= 0) {
    throw new UserError(
      `Table ${quoted(input.caption ?? input.columns.join(", "))}, row ${odd + 1}: expected ` +
        `${input.columns.length} cells, found ${all[odd]?.length}. Give one per column.`,
    );
  }
  return {
    kind: "table",
    html: (context) => tableHtml(input, context),
    json: () => ({
      columns: input.columns,
      rows: input.rows.map((row) => row.map(finite)),
      ...(input.caption === undefined ? {} : { caption: input.caption }),
      ...(input.footer ? { footer: input.footer.map(finite) } : {}),
    }),
  };
}

/** JSON has neither NaN nor infinities: they become strings. */
const finite = (cell: Cell) =>
  typeof cell === "number" && !Number.isFinite(cell) ? String(cell) : cell;

/** The table's HTML; a table wider than the page scrolls inside its frame. */
export function tableHtml(
  { caption, columns, rows, footer }: TableInput,
  context: Pick<OutputContext, "text" | "words">,
): string {
  const numeric = columns.map((_, i) =>
    rows.length > 0 && rows.every((row) => isNumber(row[i] ?? null))
  );
  // A table with few columns does not fill the page: a name and its number belong close together.
  const slim = columns.length < 4 && rows.flat().every((cell) => String(cell).length < 40);
  const cls = (i: number) => numeric[i] ? ' class="number"' : "";
  // A sentence in a narrow column would have one word per line.
  const long = (cell: Cell) => String(cell).length > 40 ? ' class="sentence"' : "";
  const line = (row: readonly Cell[]) =>
    `<tr>${
      row.map((cell, i) => `<td${cls(i) || long(cell)}>${cellHtml(cell, context)}</td>`).join("")
    }</tr>`;
  return `<div class="scroll" tabindex="0"><table class="data${slim ? " slim" : ""}">` +
    (caption === undefined ? "" : `<caption>${context.text(caption)}</caption>`) +
    `<thead><tr>${
      columns.map((name, i) => `<th scope="col"${cls(i)}>${context.text(name)}</th>`).join("")
    }</tr></thead><tbody>${rows.map(line).join("")}</tbody>` +
    (footer ? `<tfoot>${line(footer)}</tfoot>` : "") + `</table></div>`;
}

/** A number, a gap, or a text that is one, such as "0.8760", "0.74 ± 0.01" or "98.4 %". */
function isNumber(cell: Cell): boolean {
  return cell === null || typeof cell === "number" ||
    (typeof cell === "string" &&
      /^[-−+]?\d[\d.,]*(?:e[-−]?\d+)?(?: ± [\d.]+)?(?: ?%)?$/.test(cell));
}

function cellHtml(cell: Cell, { text, words }: Pick<OutputContext, "text" | "words">): string {
  if (cell === null) return "–";
  if (typeof cell === "number") return formatNumber(cell);
  if (typeof cell === "boolean") return cell ? `✓ ${words.yes}` : `✗ ${words.no}`;
  return text(cell);
}
