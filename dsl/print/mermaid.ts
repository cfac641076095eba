import { type LayerNode, layerNodes, type Steps } from "../pipeline.ts";
import { noInput, showShape } from "../shape.ts";
import type { TensorSpec } from "../step.ts";
import { visible } from "../quoted.ts";
import { sentence } from "./sentence.ts";

/**
 * The pipeline as a Mermaid flowchart: one box per step, and on each arrow the shape that one step
 * passes to the next. Before a step with parts the arrows fork into the parts; they join in its box.
 * `input` as in `inferShapes`.
 *
 * @throws {StepError} If a step cannot take its input.
 *
 * @example
 * ```ts
 * import { load, mermaid, pipeline, pool } from "../mod.ts";
 * console.assert(mermaid(pipeline(load("mnist"), pool(2))).includes("s1 -->|28x28x1| s2"));
 * ```
 */
export function mermaid(p: Steps, input: TensorSpec = noInput): string {
  const boxes: string[] = [];
  const arrows: string[] = [];
  const draw = (nodes: readonly LayerNode[], prefix: string, from: string): string => {
    let last = from;
    nodes.forEach(({ step, name, input, parts }, i) => {
      const id = `${prefix}${i + 1}`;
      const ends = parts.map((part, p) => {
        const end = draw(part, `${id}_${p + 1}_`, last);
        return { end, shape: (part.at(-1)?.output ?? input).shape };
      });
      boxes.push(`  ${id}["${escaped(`${name}: ${sentence(step)}`)}"]`);
      for (const { end, shape } of ends.length > 0 ? ends : [{ end: last, shape: input.shape }]) {
        if (end !== "") arrows.push(`  ${end} -->|${showShape(shape)}| ${id}`);
      }
      last = id;
    });
    return last;
  };
  draw(layerNodes(p, input), "s", "");
  return ["flowchart TD", ...boxes, ...arrows].join("\n");
}

/**
 * Mermaid reads entity codes in quoted labels; a quote would end the label, a new line the box, a
 * bracket would format it, and a backtick at its beginning would make it Markdown.
 */
function escaped(label: string): string {
  return visible(label).replaceAll("#", "#35;").replaceAll("`", "#96;").replaceAll("&", "#amp;")
    .replaceAll('"', "#quot;").replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;");
}
