/** Functions of each element by itself; they leave image batches in the layout they come in. */
import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { ElementType, type OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { PixelLayout } from "../layout.ts";
import type { Lowering, LoweringContext } from "./lower.ts";

type None = Record<never, never>;
type Emit = (model: OnnxModel, operands: readonly Name[]) => Name;

const filled = (input: Node, node: Node) => input.shape.join() === node.shape.join();

/** One number, or one a channel: in rows it is the same for each row. */
const fitsRows = (input: Node, node: Node) =>
  filled(input, node) || sizeOf(input.shape) === 1 ||
  sizeOf(input.shape) === node.shape[3] && input.shape.at(-1) === node.shape[3];

function sharedLayout(node: Node, { values }: LoweringContext): PixelLayout | undefined {
  if (node.shape.length !== 4 || !node.inputs.every((input) => fitsRows(input, node))) return;
  return node.inputs.filter((input) => filled(input, node))
    .map((input) => values.layout(input)).find((layout) => layout);
}

const inAnyLayout = (emit: Emit): Lowering<None> => (node, context) => {
  const { model, values } = context;
  const layout = sharedLayout(node, context);
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

const same = (type: string): Emit => (model, operands) => model.op(type, operands);

/** ONNX's operation for each elementwise primitive. */
export const emitters: Readonly<Record<string, Emit>> = {
  add: same("Add"),
  sub: same("Sub"),
  mul: same("Mul"),
  div: same("Div"),
  maximum: same("Max"),
  minimum: same("Min"),
  greater: (model, operands) =>
    model.op("Cast", [model.op("Greater", operands)], { to: ElementType.float }),
  exp: same("Exp"),
  log: same("Log"),
  sqrt: same("Sqrt"),
  tanh: same("Tanh"),
  sigmoid: same("Sigmoid"),
  relu: same("Relu"),
  elu: same("Elu"),
};

/** Their lowerings. */
export const elementwise: Readonly<Record<string, Lowering<None>>> = Object.fromEntries(
  Object.entries(emitters).map(([name, emit]) => [name, inAnyLayout(emit)]),
);
