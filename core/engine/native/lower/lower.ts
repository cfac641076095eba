/** What a lowering is: one primitive in terms of ONNX's operations. */
import type { Node } from "../../../graph/node.ts";
import type { Layout } from "../layout.ts";
import type { Model, Name } from "../model.ts";
import type { Plan } from "../plan.ts";
import type { Form, Values } from "../values.ts";

/** What a lowering works with. */
export interface Site {
  readonly model: Model;
  readonly values: Values;
  readonly plan: Plan;
}

/**
 * Emits a node's operations and says where its value is. `bias` is added to products and
 * convolutions. Written as a method, whose parameters TypeScript compares both ways: the table holds
 * lowerings of primitives with different attributes, and looks each up by the node's own primitive.
 */
export type Lower<A = unknown> = {
  lower(node: Node<A>, site: Site, bias?: Name): Form;
}["lower"];

/** Floats [rows, columns] of zeros. */
export const zeros = (model: Model, shape: readonly number[]): Name =>
  model.op("Expand", [model.scalar(0), model.longs(shape)]);

/** The layout of the first input that has one. */
export const layoutOf = (node: Node, { values }: Site): Layout | undefined =>
  node.inputs.map((input) => values.layout(input)).find((layout) => layout !== undefined);
