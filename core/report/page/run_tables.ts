/** Numbers named "<run>/<what>" as tables, with one row per run and one column per number. */
/** A name and its value, both as HTML. */
export type Fact = readonly [name: string, html: string];

/** Runs with the same columns. */
interface RunTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
}

/** Splits facts into tables of runs, and the others. A run with a single number is no table. */
export function tabulateRuns(facts: readonly Fact[]): { tables: RunTable[]; others: Fact[] } {
  const runs = new Map<string, Map<string, string>>();
  for (const [name, html] of facts) {
    const [run, what] = cut(name);
    if (run === "") continue;
    runs.set(run, (runs.get(run) ?? new Map()).set(what, html));
  }
  const byColumns = new Map<string, RunTable>();
  for (const [name, numbers] of runs) {
    if (numbers.size < 2) continue;
    const columns = [...numbers.keys()];
    const { rows = [] } = byColumns.get(columns.join("/")) ?? {};
    byColumns.set(columns.join("/"), {
      columns,
      rows: [...rows, { name, cells: [...numbers.values()] }],
    });
  }
  const others = facts.filter(([name]) => (runs.get(cut(name)[0])?.size ?? 0) < 2);
  return { tables: [...byColumns.values()], others };
}

/** Splits a name at its last slash: "mlp, seed 0/loss" is the loss of the run "mlp, seed 0". */
function cut(name: string): readonly [string, string] {
  const at = name.lastIndexOf("/");
  return at < 0 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
}

/** The table's HTML; a table wider than the page scrolls inside its frame. */
export function runTableHtml({ columns, rows }: RunTable, head: string): string {
  const heads = [head, ...columns];
  return `<div class="scroll" tabindex="0"><table class="data runs"><thead><tr>${
    heads.map((name, i) => `<th scope="col"${number(i)}>${name}</th>`).join("")
  }</tr></thead><tbody>${
    rows.map(({ name, cells }) =>
      `<tr><th scope="row">${name}</th>${
        cells.map((cell) => `<td class="number">${cell}</td>`).join("")
      }</tr>`
    ).join("")
  }</tbody></table></div>`;
}

const number = (column: number) => column === 0 ? "" : ' class="number"';
