/** The parts of an ONNX model: the types that building one and writing its file share. */
import type { Shape } from "../../graph/node.ts";

/** The name of one of the model's tensors. */
export type Name = string;

/** The value of an attribute: an integer, integers, or a float. */
export type Attribute = number | readonly number[] | { readonly float: number };

/** One operation of the model. */
export interface OnnxOperation {
  readonly type: string;
  readonly inputs: readonly Name[];
  readonly outputs: readonly Name[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A tensor whose numbers are stored in the model. */
export interface Constant {
  readonly type: number;
  readonly dims: Shape;
  readonly data: Uint8Array;
}
