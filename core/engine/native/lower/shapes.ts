/** Primitives that move numbers without computing. */
import type { Shape } from "../../../graph/node.ts";
import type { Lowering } from "./lower.ts";
import { layoutOf } from "./lower.ts";

/** The same numbers under another shape. */
export const reshape: Lowering<{ readonly shape: Shape }> = (node, { model, values }) =>
  model.reshape(values.plain(node.inputs[0]!), node.shape);

/** The axes in another order. */
export const transpose: Lowering<{ readonly permutation: readonly number[] }> = (
  { inputs: [x], attributes: { permutation } },
  { model, values },
) => model.op("Transpose", [values.plain(x!)], { perm: permutation });

/** Repetition to the node's shape. */
export const broadcast: Lowering<{ readonly shape: Shape }> = (node, { model, values }) => {
  const x = values.plain(node.inputs[0]!);
  return node.shape.length === 0 ? x : model.op("Expand", [x, model.longs(node.shape)]);
};

/** A box of an array. */
export const slice: Lowering<{ readonly begin: readonly number[]; readonly size: Shape }> = (
  { inputs: [x], attributes: { begin, size } },
  { model, values },
) =>
  model.op("Slice", [
    values.plain(x!),
    model.longs(begin),
    model.longs(begin.map((from, axis) => from + size[axis]!)),
    model.longs([...begin.keys()]),
  ]);

/** Zeros before and after each axis. */
export const pad: Lowering<
  { readonly before: readonly number[]; readonly after: readonly number[] }
> = (
  { inputs: [x], attributes: { before, after } },
  { model, values },
) => model.op("Pad", [values.plain(x!), model.longs([...before, ...after])]);

/** Arrays joined along an axis. Along the channels, image batches keep their pixel layout. */
export const concat: Lowering<{ readonly axis: number }> = (node, context) => {
  const { model, values } = context;
  const { axis } = node.attributes;
  const layout = node.shape.length === 4 && axis === 3 ? layoutOf(node, context) : undefined;
  if (!layout) return model.concat(node.inputs.map((x) => values.plain(x)), axis);
  const all = node.inputs.map((x) => values.rows(x, layout));
  return { layout, parts: layout.parts.map((_, i) => model.concat(all.map((x) => x[i]!), 1)) };
};

/** Entries of the last axis. */
export const gather: Lowering<{ readonly indices: readonly number[] }> = (
  { inputs: [x], attributes: { indices } },
  { model, values },
) => {
  const names = model.indices(
    `gather ${indices}`,
    [indices.length],
    () => Int32Array.from(indices),
  );
  return model.gather(values.plain(x!), names, x!.shape.length - 1);
};

/** 1 where a row's class number is the column's number, else 0. */
export const oneHot: Lowering<{ readonly depth: number }> = (
  { inputs: [labels], attributes: { depth } },
  { model, values },
) => {
  const column = model.reshape(values.plain(labels!), [labels!.shape[0]!, 1]);
  const classes = model.floats(
    `classes ${depth}`,
    [1, depth],
    () => Float32Array.from(Array(depth).keys()),
  );
  return model.op("Cast", [model.op("Equal", [column, classes])], { to: 1 });
};
