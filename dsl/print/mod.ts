/** Pipelines for readers: as a table, as a drawing, as a sentence. */
export { type Summary, summary, type SummaryRow, summaryRows, summaryTotals } from "./summary.ts";
export { mermaid } from "./mermaid.ts";
export { sentence } from "./sentence.ts";
