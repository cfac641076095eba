/** A model layer by layer, as Keras's `summary()` prints it. */
import { memorySize } from "../../../dsl/print/summary.ts";
import { formatNumber } from "../html.ts";
import type { Output, OutputContext } from "../output.ts";
import { tableHtml } from "./table.ts";

/** What the summary needs. */
export interface SummaryInput {
  readonly title: string;
  readonly rows: readonly {
    readonly name: string;
    /** Such as "Conv2D". */
    readonly layer: string;
    readonly shape: readonly number[];
    readonly parameters: number;
  }[];
  readonly total: number;
  readonly trainable: number;
  readonly frozen: number;
}

/** The size of so many weights of 4 bytes, as Keras writes it: 258,874 take "1011.23 KB". */
export const weightSize = (weights: number): string => memorySize(4 * weights);

/** Shows the summary of a model: layers, shapes, parameters, totals. */
export function summaryTable(input: SummaryInput): Output {
  const { title, rows, total, trainable, frozen } = input;
  return {
    kind: "summaryTable",
    html: (context) =>
      tableHtml({
        caption: title,
        columns: ["Name", "Layer", "Shape", "Parameters"],
        rows: rows.map((row) => [row.name, row.layer, row.shape.join(" × "), row.parameters]),
      }, context) +
      `<dl class="totals">${
        totalsOf(input, context.words)
          .map(([name, count]) =>
            `<div><dt>${name}</dt><dd>${formatNumber(count)} <small>(${
              weightSize(count)
            })</small></dd></div>`
          ).join("")
      }</dl>`,
    json: () => ({ title, rows: rows.map((row) => ({ ...row })), total, trainable, frozen }),
  };
}

const totalsOf = (
  { total, trainable, frozen }: SummaryInput,
  words: OutputContext["words"],
): [name: string, count: number][] => [
  [words.total, total],
  [words.trainable, trainable],
  [words.frozen, frozen],
];
