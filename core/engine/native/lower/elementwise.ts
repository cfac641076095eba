/** Elementwise functions. An image batch keeps the pixel layout that it comes in. */
import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { ElementType, type OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { PixelLayout } from "../layout.ts";
import type { Lowering, LoweringContext } from "./lower.ts";

type None = Record<never, never>;
type Emit = (model: OnnxModel, operands: readonly Name[]) => Name;

const hasFullShape = (input: Node, node: Node) => input.shape.join() === node.shape.join();

/** Has the input the node's shape, one number, or one number per channel? Then it fits any layout. */
const fitsRows = (input: Node, node: Node) =>
  hasFullShape(input, node) || sizeOf(input.shape) === 1 ||
  sizeOf(input.shape) === node.shape[3] && input.shape.at(-1) === node.shape[3];

function sharedLayout(node: Node, { values }: LoweringContext): PixelLayout | undefined {
  if (node.shape.length !== 4 || !node.inputs.every((input) => fitsRows(input, node))) return;
  return node.inputs.filter((input) => hasFullShape(input, node))
    .map((input) => values.layout(input)).find((layout) => layout);
}

/**
 * An operand in row-major order. ONNX Runtime combines two arrays in runs of neighbouring numbers, and
 * joins axes to longer runs from the last one on, leaving out axes of 1, but only those that both arrays
 * have. A number times [25088, 1] therefore takes 14 times as long as [1, 1] times the same array. So
 * operands get all axes of the result if any of these is 1.
 */
function inFullRank(input: Node, node: Node, { model, values }: LoweringContext): Name {
  const missing = node.shape.length - input.shape.length;
  const plain = values.plain(input);
  return missing > 0 && node.shape.includes(1)
    ? model.reshape(plain, [...Array<number>(missing).fill(1), ...input.shape])
    : plain;
}

const inAnyLayout = (emit: Emit): Lowering<None> => (node, context) => {
  const { model, values } = context;
  const layout = sharedLayout(node, context);
  if (!layout) return emit(model, node.inputs.map((input) => inFullRank(input, node, context)));
  const operands = node.inputs.map((input) =>
    hasFullShape(input, node)
      ? values.rows(input, layout)
      : layout.parts.map(() => model.reshape(values.plain(input), [1, sizeOf(input.shape)]))
  );
  return {
    layout,
    parts: layout.parts.map((_, i) => emit(model, operands.map((parts) => parts[i]!))),
  };
};

const operation = (type: string): Emit => (model, operands) => model.op(type, operands);

/** ONNX's operation for each elementwise primitive. */
export const emitters: Readonly<Record<string, Emit>> = {
  add: operation("Add"),
  sub: operation("Sub"),
  mul: operation("Mul"),
  div: operation("Div"),
  maximum: operation("Max"),
  minimum: operation("Min"),
  greater: (model, operands) =>
    model.op("Cast", [model.op("Greater", operands)], { to: ElementType.float }),
  exp: operation("Exp"),
  log: operation("Log"),
  sqrt: operation("Sqrt"),
  tanh: operation("Tanh"),
  sigmoid: operation("Sigmoid"),
  relu: operation("Relu"),
  elu: operation("Elu"),
};

/** The lowerings of the elementwise primitives. */
export const elementwise: Readonly<Record<string, Lowering<None>>> = Object.fromEntries(
  Object.entries(emitters).map(([name, emit]) => [name, inAnyLayout(emit)]),
);
