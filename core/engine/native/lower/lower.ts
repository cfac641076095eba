/** What a lowering is: one primitive in terms of ONNX's operations. */
import type { Node } from "../../../graph/node.ts";
import type { PixelLayout } from "../layout.ts";
import type { OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { Plan } from "../plan.ts";
import type { LoweredValue, LoweredValues } from "../values.ts";

/** What a lowering works with. */
export interface LoweringContext {
  readonly model: OnnxModel;
  readonly values: LoweredValues;
  readonly plan: Plan;
}

/**
 * Emits a node's operations and says where its value is. `bias` is added to products and
 * convolutions. Written as a method, whose parameters TypeScript compares both ways: the table holds
 * lowerings of primitives with different attributes, and looks each up by the node's own primitive.
 */
export type Lowering<A = unknown> = {
  lower(node: Node<A>, context: LoweringContext, bias?: Name): LoweredValue;
}["lower"];

/** Floats [rows, columns] of zeros. */
export const zeros = (model: OnnxModel, shape: readonly number[]): Name =>
  model.op("Expand", [model.scalar(0), model.longs(shape)]);

/** The layout of the first input that has one. */
export const layoutOf = (node: Node, { values }: LoweringContext): PixelLayout | undefined =>
  node.inputs.map((input) => values.layout(input)).find((layout) => layout !== undefined);
