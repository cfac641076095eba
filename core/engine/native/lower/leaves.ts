/** Inputs, variables, draws and constants. */
import type { Floats, Shape } from "../../../graph/node.ts";
import type { NamedLeaf } from "../../../graph/primitives/leaves.ts";
import type { Lowering } from "./lower.ts";

/** The name of a leaf's tensor in the model. */
export const feedName = (name: string): string => `feed ${name}`;

/** Inputs, variables and draws are inputs of the model; compile.ts declares each name once. */
export const fed: Lowering<NamedLeaf> = (node) => feedName(node.attributes.name);

/** A constant: one number, expanded to its shape, or an array stored in the model. */
export const constant: Lowering<{ readonly shape: Shape; readonly data: Floats }> = (
  node,
  { model },
) => {
  const { shape, data } = node.attributes;
  const first = data[0] ?? 0;
  if (data.every((value) => value === first)) {
    const one = model.scalar(first);
    return shape.length === 0 ? one : model.op("Expand", [one, model.longs(shape)]);
  }
  return model.array(Float32Array.from(data), shape);
};
