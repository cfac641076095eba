/** Functions of each element by itself; they leave image batches in the layout they come in. */
import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../tensor.ts";
import { ElementType, type Model, type Name } from "../model.ts";
import type { Layout } from "../layout.ts";
import type { Lower, Site } from "./lower.ts";

type None = Record<never, never>;
type Emit = (model: Model, operands: readonly Name[]) => Name;

const filled = (input: Node, node: Node) => input.shape.join() === node.shape.join();

/** One number, or one a channel: in rows it is the same for each row. */
const fitsRows = (input: Node, node: Node) =>
  filled(input, node) || sizeOf(input.shape) === 1 ||
  sizeOf(input.shape) === node.shape[3] && input.shape.at(-1) === node.shape[3];

function sharedLayout(node: Node, { values }: Site): Layout | undefined {
  if (node.shape.length !== 4 || !node.inputs.every((input) => fitsRows(input, node))) return;
  return node.inputs.filter((input) => filled(input, node))
    .map((input) => values.layout(input)).find((layout) => layout);
}

const elementwise = (emit: Emit): Lower<None> => (node, site) => {
  const { model, values } = site;
  const layout = sharedLayout(node, site);
  if (!layout) return emit(model, node.inputs.map((input) => values.plain(input)));
  const operands = node.inputs.map((input) =>
    filled(input, node)
      ? values.rows(input, layout)
      : layout.parts.map(() => model.reshape(values.plain(input), [sizeOf(input.shape)]))
  );
  return {
    layout,
    parts: layout.parts.map((_, i) => emit(model, operands.map((parts) => parts[i]!))),
  };
};

/** The same operation in ONNX. */
export const same = (type: string): Lower<None> =>
  elementwise((model, operands) => model.op(type, operands));

/** Zeros and ones from a comparison. */
export const greater: Lower<None> = elementwise((model, operands) =>
  model.op("Cast", [model.op("Greater", operands)], { to: ElementType.float })
);

/** A product; with zeros and ones from a comparison it is a choice, which reads less memory. */
export const multiply: Lower<None> = elementwise((model, [a, b]) => {
  for (const [mask, other] of [[a!, b!], [b!, a!]] as const) {
    const cast = model.producer(mask);
    if (cast?.type !== "Cast") continue;
    return model.op("Where", [cast.inputs[0]!, other, model.scalar(0)]);
  }
  return model.op("Mul", [a!, b!]);
});
