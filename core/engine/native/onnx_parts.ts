/** What an ONNX model consists of, for whoever builds one and whoever writes it down. */
import type { Shape } from "../../graph/node.ts";

/** A tensor of the model, by its name. */
export type Name = string;

/** A whole number, whole numbers, or a float. */
export type Attribute = number | readonly number[] | { readonly float: number };

/** One operation. */
export interface OnnxOperation {
  readonly type: string;
  readonly inputs: readonly Name[];
  readonly outputs: readonly Name[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Numbers known when the model is made. */
export interface Constant {
  readonly type: number;
  readonly dims: Shape;
  readonly data: Uint8Array;
}
