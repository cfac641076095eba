/** Pooling whose one window covers the whole image: a reduction, however large the image. */
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import type { WindowGeometry } from "../../../graph/window.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import type { Lowering } from "./lower.ts";
import { placesLike } from "./places.ts";

/** Does one window see every place of the image? */
export const isGlobal = ({ size, dilation, image, output, pad }: WindowGeometry): boolean =>
  sizeOf(output) === 1 && dilation[0] === 1 && dilation[1] === 1 &&
  size[0] - pad[0][0] >= image[0] && size[1] - pad[1][0] >= image[1];

/** The largest of all places. */
export const globalMax: Lowering<PoolAttributes> = (node, context) => {
  const places = placesLike(node.inputs[0]!, context);
  const image = places.read(node.inputs[0]!);
  const top = context.model.op("ReduceMax", [image], { axes: [places.axis], keepdims: 1 });
  return places.form(top, node);
};

/** The gradient at the first place that has the largest. */
export const globalMaxGradient: Lowering<PoolAttributes> = (node, context) => {
  const { model } = context;
  const [image, , dy] = node.inputs;
  const places = placesLike(image!, context);
  const count = sizeOf(node.attributes.window.image);
  const first = model.op("ArgMax", [places.read(image!)], {
    axis: places.axis,
    keepdims: 1,
    select_last_index: 0,
  });
  const numbers = places.perPlace(
    `numbers ${count}`,
    () => Float32Array.from(Array(count).keys()),
    count,
  );
  const chosen = model.op("Equal", [model.op("Cast", [first], { to: 1 }), numbers]);
  const slope = model.op("Where", [chosen, places.read(dy!), model.scalar(0)]);
  return places.form(slope, node);
};
