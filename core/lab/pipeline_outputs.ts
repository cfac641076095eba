/** A pipeline as the report shows it: drawn, and as Keras's summary. */
import {
  type Placed,
  placed,
  sentence,
  type Steps,
  summaryRows,
  summaryTotals,
} from "../../dsl/mod.ts";
import { inOrder } from "../../dsl/pipeline.ts";
import { type Output, type PipelineBox, pipelineView, summaryTable } from "../report/mod.ts";
import { sizeOf } from "../tensor.ts";

/** A step with more steps inside than this is drawn as one box: hundreds of boxes show nothing. */
const MOST_INSIDE = 20;

/**
 * The pipeline drawn as boxes, with the shape that leaves each step. A whole network inside one step
 * is one box that says how many steps it holds.
 */
export function drawing(pipeline: Steps, title = "The pipeline"): Output {
  return pipelineView({ title, boxes: placed(pipeline).map(box) });
}

function box(place: Placed): PipelineBox {
  const { step, name, output, weights, frozen, parts } = place;
  const inside = inOrder(parts.flat());
  if (inside.length > MOST_INSIDE) return folded(place, inside);
  return {
    name,
    kind: step.kind,
    // The drawing shows the parts themselves.
    detail: parts.length > 0 ? "" : said(step),
    shape: output.shape,
    parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    ...(frozen && { frozen }),
    ...(parts.length > 0 && { branches: parts.map((part) => part.map(box)) }),
  };
}

/** One box for a step and all steps inside it, with the parameters of all. */
function folded({ step, name, output, weights }: Placed, inside: readonly Placed[]): PipelineBox {
  const all = [...weights, ...inside.flatMap(({ weights }) => weights)];
  return {
    name,
    kind: step.kind,
    detail: `${said(step)} · ${inside.length} steps inside, not drawn`,
    shape: output.shape,
    parameters: all.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    ...(all.every(({ trainable }) => !trainable) && { frozen: true }),
  };
}

/** The step's options as a reader would say them. */
const said = (step: Placed["step"]): string => sentence(step).slice(step.kind.length).trim();

/** The table that Keras's `model.summary()` prints. */
export function modelSummary(pipeline: Steps, title = "Model summary"): Output {
  const rows = summaryRows(pipeline);
  const { total, trainable, nonTrainable } = summaryTotals(rows);
  return summaryTable({ title, rows, total, trainable, frozen: nonTrainable });
}
