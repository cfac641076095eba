/** Sums along axes. */
import type { SumAttributes } from "../../../graph/primitives/sum.ts";
import type { Lowering } from "./lower.ts";

/** A sum over batch, rows and columns works in any pixel layout; other sums need row-major order. */
export const sum: Lowering<SumAttributes> = (node, { model, values }) => {
  const { axes } = node.attributes;
  let image = node.inputs[0];
  // Max pooling's gradient has the same sum as dy, since each window's gradient goes to one pixel.
  if (image?.primitive.name === "maxPoolGradient" && axes.join() === "0,1,2") {
    image = image.inputs[2];
  }
  const layout = values.layout(image!);
  if (layout && axes.join() === "0,1,2") {
    const parts = values.rows(image!, layout).map((part) =>
      model.op("ReduceSum", [part, model.longs([0])], { keepdims: 0 })
    );
    return model.reshape(parts.length === 1 ? parts[0]! : model.op("Sum", parts), node.shape);
  }
  const from = values.plain(image!);
  // ONNX would read an empty list of axes as all axes.
  if (axes.length === 0) return model.reshape(from, node.shape);
  const added = model.op("ReduceSum", [from, model.longs(axes)], { keepdims: 0 });
  return model.reshape(added, node.shape);
};
