/** Pipelines for people: a table, a drawing, a line. */
export { type Summary, summary, type SummaryRow, summaryRows, summaryTotals } from "./summary.ts";
export { mermaid } from "./mermaid.ts";
export { sentence } from "./sentence.ts";
