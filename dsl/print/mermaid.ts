import { flows, stepNames, type Steps } from "../pipeline.ts";
import { nothing, show } from "../shape.ts";
import type { Flow } from "../step.ts";
import { sentence } from "./sentence.ts";

/**
 * The pipeline as a Mermaid flowchart: one box a step, and on each arrow the shape that flows.
 * `input` as in `flows`. Throws a FlowError.
 *
 * @example
 * ```ts
 * import { load, mermaid, pipeline, pool } from "../mod.ts";
 * console.assert(mermaid(pipeline(load("mnist"), pool(2))).includes("s1 -->|28x28x1| s2"));
 * ```
 */
export function mermaid(p: Steps, input: Flow = nothing): string {
  const names = stepNames(p);
  const gives = flows(p, input);
  const boxes = p.steps.map((step, i) =>
    `  s${i + 1}["${escaped(`${names[i]}: ${sentence(step)}`)}"]`
  );
  const arrows = gives.slice(0, -1).map((flow, i) =>
    `  s${i + 1} -->|${show(flow.shape)}| s${i + 2}`
  );
  return ["flowchart TD", ...boxes, ...arrows].join("\n");
}

/** Mermaid reads entity codes in quoted labels; quotes and angle brackets would end or format them. */
function escaped(label: string): string {
  return label.replaceAll("&", "#amp;").replaceAll('"', "#quot;").replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;");
}
