/** Pooling with one window over the whole image. It is one reduction, instead of one tensor per tap. */
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import type { WindowGeometry } from "../../../graph/window.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import type { Lowering } from "./lower.ts";
import { pixelViewOf } from "./pixel_view.ts";

/** Does one window cover every pixel of the image? */
export const isGlobal = ({ size, dilation, image, output, pad }: WindowGeometry): boolean =>
  sizeOf(output) === 1 && dilation[0] === 1 && dilation[1] === 1 &&
  size[0] - pad[0][0] >= image[0] && size[1] - pad[1][0] >= image[1];

/** The maximum over all pixels. */
export const globalMax: Lowering<PoolAttributes> = (node, context) => {
  const view = pixelViewOf(node.inputs[0]!, context);
  const image = view.read(node.inputs[0]!);
  const top = context.model.op("ReduceMax", [image], { axes: [view.axis], keepdims: 1 });
  return view.toValue(top, node);
};

/** The gradient at the first pixel that has the maximum. */
export const globalMaxGradient: Lowering<PoolAttributes> = (node, context) => {
  const { model } = context;
  const [image, , dy] = node.inputs;
  const view = pixelViewOf(image!, context);
  const count = sizeOf(node.attributes.window.image);
  const first = model.op("ArgMax", [view.read(image!)], {
    axis: view.axis,
    keepdims: 1,
    select_last_index: 0,
  });
  const numbers = view.perPixel(
    `numbers ${count}`,
    () => Float32Array.from(Array(count).keys()),
    count,
  );
  const chosen = model.op("Equal", [model.op("Cast", [first], { to: 1 }), numbers]);
  const dx = model.op("Where", [chosen, view.read(dy!), model.scalar(0)]);
  return view.toValue(dx, node);
};
