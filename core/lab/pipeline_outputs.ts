/** A pipeline as the report shows it: as a drawing, and as Keras's summary. */
import {
  type LayerNode,
  layerNodes,
  sentence,
  type Steps,
  type SummaryRow,
  summaryRows,
  summaryTotals,
} from "../../dsl/mod.ts";
import { type Output, type PipelineBox, pipelineView, summaryTable } from "../report/mod.ts";
import { sizeOf } from "../graph/tensor.ts";

/** Draws a pipeline as boxes; each box has the output shape of its step. */
export function drawing(pipeline: Steps, title = "The pipeline"): Output {
  return pipelineView({ title, boxes: layerNodes(pipeline).map(box) });
}

function box({ step, name, output, weights, frozen, parts }: LayerNode): PipelineBox {
  return {
    name,
    kind: step.kind,
    // The drawing shows the parts of a step as boxes of their own.
    detail: parts.length > 0 ? "" : sentence(step).slice(step.kind.length).trim(),
    shape: output.shape,
    parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    ...(frozen && { frozen }),
    ...(parts.length > 0 && { branches: parts.map((part) => part.map(box)) }),
  };
}

/** Makes the table that Keras's `model.summary()` prints. */
export function modelSummary(pipeline: Steps, title = "Model summary"): Output {
  const rows = summaryRows(pipeline);
  const { total, trainable, nonTrainable } = summaryTotals(rows);
  return summaryTable({ title, rows, total, trainable, frozen: nonTrainable });
}

/** Writes a row of the summary in one line: its output shape and its number of parameters. */
export const rowText = ({ shape, parameters }: SummaryRow): string =>
  `(${shape.join(", ")}) ${parameters}`;
