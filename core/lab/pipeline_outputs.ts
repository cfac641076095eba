/** A pipeline as the report shows it: drawn, and as Keras's summary. */
import {
  flows,
  sentence,
  stepNames,
  type Steps,
  summaryRows,
  summaryTotals,
  weightsOf,
} from "../../dsl/mod.ts";
import { type Output, pipelineView, summaryTable } from "../report/mod.ts";
import { sizeOf } from "../tensor.ts";

/** The pipeline drawn as boxes, with the shape that leaves each step. */
export function drawing(pipeline: Steps, title = "The pipeline"): Output {
  const names = stepNames(pipeline);
  const gives = flows(pipeline);
  const weights = weightsOf(pipeline);
  return pipelineView({
    title,
    boxes: pipeline.steps.map((step, i) => ({
      name: names[i]!,
      kind: step.kind,
      detail: sentence(step).slice(step.kind.length).trim(),
      shape: gives[i]!.shape,
      parameters: weights.filter(({ at }) => at === i)
        .reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    })),
  });
}

/** The table that Keras's `model.summary()` prints. */
export function modelSummary(pipeline: Steps, title = "Model summary"): Output {
  const rows = summaryRows(pipeline);
  const { total, trainable, nonTrainable } = summaryTotals(rows);
  return summaryTable({ title, rows, total, trainable, frozen: nonTrainable });
}
