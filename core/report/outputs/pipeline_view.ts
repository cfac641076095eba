/** A pipeline drawn as boxes, in the order in which data flow through them. */
import { escapeHtml, formatNumber } from "../html.ts";
import type { Json } from "../json.ts";
import type { Output, OutputContext } from "../output.ts";

/** One step as plain data. */
export interface PipelineBox {
  /** The step's name, such as "conv_1". */
  readonly name: string;
  /** The function that makes the step, such as "conv". */
  readonly kind: string;
  /** Its options for a reader: "64 filters 3×3, same". */
  readonly detail: string;
  /** The shape of its output without the batch: [28, 28, 64]. */
  readonly shape: readonly number[];
  /** 0 for a step without weights. */
  readonly parameters: number;
  /** Whether its weights are not trained. */
  readonly frozen?: boolean;
  /** Parallel branches inside this step, joined at its end. */
  readonly branches?: readonly (readonly PipelineBox[])[];
}

/** What the drawing needs. */
export interface PipelineViewInput {
  readonly title: string;
  readonly boxes: readonly PipelineBox[];
}

/** Shows a pipeline as an ordered list of boxes, which wrap on narrow screens. */
export function pipelineView(input: PipelineViewInput): Output {
  return {
    kind: "pipelineView",
    html: (context) =>
      `<section class="pipeline" aria-label="${escapeHtml(input.title)}">` +
      `<h3 class="figure-title">${context.text(input.title)}</h3>${
        flow(input.boxes, context)
      }</section>`,
    json: () => ({ title: input.title, boxes: input.boxes.map(plain) }),
  };
}

function flow(boxes: readonly PipelineBox[], context: OutputContext): string {
  return `<ol class="flow">${boxes.map((box) => item(box, context)).join("")}</ol>`;
}

function item(box: PipelineBox, context: OutputContext): string {
  const shape = box.shape.length === 0 ? "" : box.shape.join("×");
  const weights = box.parameters === 0
    ? ""
    : `<span class="box-parameters">${formatNumber(box.parameters)} ${context.words.parameters}` +
      `${box.frozen ? ` · ${context.words.notTrained}` : ""}</span>`;
  const inner = box.branches ? innerHtml(box.branches, context) : "";
  return `<li class="box${box.parameters > 0 ? " learns" : ""}${box.frozen ? " frozen" : ""}${
    inner ? " wide" : ""
  }">` +
    `<span class="box-kind">${escapeHtml(box.kind)}</span>` +
    (box.detail ? `<span class="box-detail">${escapeHtml(box.detail)}</span>` : "") + inner +
    (shape
      ? `<span class="box-shape"><span class="hear">${context.words.shape} </span>${shape}</span>`
      : "") +
    weights + `</li>`;
}

/** More inner boxes than this are folded away: those of InceptionV3 would fill ten screens. */
const MANY = 24;

function innerHtml(branches: readonly (readonly PipelineBox[])[], context: OutputContext): string {
  const inside = `<div class="branches">${
    branches.map((branch) => flow(branch, context)).join("")
  }</div>`;
  const boxes = branches.flat().flatMap(allBoxes);
  if (boxes.length <= MANY) return inside;
  const weights = boxes.reduce((sum, { parameters }) => sum + parameters, 0);
  const { words } = context;
  return `<details><summary>${formatNumber(boxes.length)} ${words.inside} · ${
    formatNumber(weights)
  } ${words.parameters}</summary>${inside}</details>`;
}

/** The box and all boxes inside it. */
function allBoxes(box: PipelineBox): readonly PipelineBox[] {
  return [box, ...(box.branches ?? []).flat().flatMap(allBoxes)];
}

function plain({ branches, ...box }: PipelineBox): Json {
  return { ...box, ...(branches ? { branches: branches.map((branch) => branch.map(plain)) } : {}) };
}
