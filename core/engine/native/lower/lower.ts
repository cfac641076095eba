/** A lowering writes one primitive as operations of ONNX. */
import type { Node } from "../../../graph/node.ts";
import type { PixelLayout } from "../layout.ts";
import type { OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { Plan } from "../plan.ts";
import type { LoweredValue, LoweredValues } from "../values.ts";

/** The model under construction, the values lowered so far, and the decisions about the program. */
export interface LoweringContext {
  readonly model: OnnxModel;
  readonly values: LoweredValues;
  readonly plan: Plan;
}

/**
 * Emits a node's operations and returns the tensors that hold its value. `bias` is added to matrix
 * products and convolutions. It is typed as a method because TypeScript compares the parameters of
 * methods both ways: the table holds lowerings for different attributes, and each node gets the one
 * of its own primitive.
 */
export type Lowering<A = unknown> = {
  lower(node: Node<A>, context: LoweringContext, bias?: Name): LoweredValue;
}["lower"];

/** A tensor of zeros. */
export const zeros = (model: OnnxModel, shape: readonly number[]): Name =>
  model.op("Expand", [model.scalar(0), model.longs(shape)]);

/** The layout of the first input that has one. */
export const layoutOf = (node: Node, { values }: LoweringContext): PixelLayout | undefined =>
  node.inputs.map((input) => values.layout(input)).find((layout) => layout !== undefined);
