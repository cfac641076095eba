import { allNodes, layerNodes, type Steps } from "../pipeline.ts";
import { noInput, sizeOf } from "../shape.ts";
import { rule, type TensorSpec } from "../step.ts";

/** One layer of a summary. */
export interface SummaryRow {
  /** The step's name. */
  readonly name: string;
  /** Keras's name of the layer, such as "Conv2D". */
  readonly layer: string;
  /** The shape of its output, without the batch; NaN for a size that is not known. */
  readonly shape: readonly number[];
  /** How many numbers its weights have. */
  readonly parameters: number;
  /** How many of them gradients change. */
  readonly trainable: number;
}

/** The numbers of parameters under a summary. */
export interface Summary {
  /** All parameters. */
  readonly total: number;
  /** Those that gradients change. */
  readonly trainable: number;
  /** Those that stay, or that only batch norm updates. */
  readonly nonTrainable: number;
}

/**
 * The layers of a pipeline with their output shapes and numbers of parameters. Sources, preparation,
 * `train` and `evaluate` are no layers. The layers of parts are listed before the step that joins
 * them (Keras's Concatenate). `input` as in `inferShapes`.
 *
 * @throws {StepError} If a step cannot take its input.
 */
export function summaryRows(p: Steps, input: TensorSpec = noInput): SummaryRow[] {
  return allNodes(layerNodes(p, input)).flatMap(({ step, name, output, weights }) => {
    const { layer } = step[rule];
    if (layer === undefined) return [];
    return [{
      name,
      layer,
      shape: output.shape,
      parameters: count(weights),
      trainable: count(weights.filter(({ trainable }) => trainable)),
    }];
  });
}

function count(weights: readonly { readonly shape: readonly number[] }[]): number {
  return weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The sums of the rows of a summary. */
export function summaryTotals(rows: readonly SummaryRow[]): Summary {
  const total = rows.reduce((sum, { parameters }) => sum + parameters, 0);
  const trainable = rows.reduce((sum, row) => sum + row.trainable, 0);
  return { total, trainable, nonTrainable: total - trainable };
}

/**
 * The table that Keras's `model.summary()` prints: layers, output shapes (`None` is the batch),
 * parameters, and their size in memory at 4 bytes each. `input` as in `inferShapes`.
 *
 * @throws {StepError} If a step cannot take its input.
 */
export function summary(p: Steps, input: TensorSpec = noInput): string {
  const rows = summaryRows(p, input);
  const cells = rows.map(({ name, layer, shape, parameters }) => [
    `${name} (${layer})`,
    `(${["None", ...shape.map(number)].join(", ")})`,
    grouped(parameters),
  ]);
  const { total, trainable, nonTrainable } = summaryTotals(rows);
  return [
    ...table(["Layer (type)", "Output Shape", "Param #"], cells),
    ` Total params: ${grouped(total)} (${memorySize(4 * total)})`,
    ` Trainable params: ${grouped(trainable)} (${memorySize(4 * trainable)})`,
    ` Non-trainable params: ${grouped(nonTrainable)} (${memorySize(4 * nonTrainable)})`,
  ].join("\n");
}

const number = (n: number) => Number.isNaN(n) ? "?" : `${n}`;
const grouped = (n: number) => Number.isNaN(n) ? "?" : n.toLocaleString("en-US");

/** A number of bytes as Keras prints it: with two decimals, in units of 1,024. */
export function memorySize(bytes: number): string {
  if (Number.isNaN(bytes)) return "? B";
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) [bytes, unit] = [bytes / 1024, unit + 1];
  return `${bytes.toFixed(2)} ${units[unit]}`;
}

/** Keras's column widths; a column becomes wider if a cell needs it. */
const WIDTHS = [31, 22, 13];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = WIDTHS.map((width, i) =>
    Math.max(width, ...rows.map((row) => row[i]?.length ?? 0))
  );
  const line = (left: string, fill: string, middle: string, right: string) =>
    left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right;
  const text = (cells: readonly string[], bar: string) =>
    `${bar} ${
      widths.map((width, i) =>
        i === widths.length - 1 ? (cells[i] ?? "").padStart(width) : (cells[i] ?? "").padEnd(width)
      ).join(` ${bar} `)
    } ${bar}`;
  return [
    line("┏", "━", "┳", "┓"),
    text(head, "┃"),
    line("┡", "━", "╇", "┩"),
    ...rows.flatMap((row, i) => [
      ...(i === 0 ? [] : [line("├", "─", "┼", "┤")]),
      text(row, "│"),
    ]),
    line("└", "─", "┴", "┘"),
  ];
}
