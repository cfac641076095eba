/**
 * Lowerings for frozen networks: images lie channel by channel, [N, C, H, W], and convolutions are
 * ONNX's own. With kernels that are constants ONNX Runtime folds batch norm into them and packs them
 * in blocks of channels, which takes a third of the time of columns and products.
 */
import type { Node } from "../../../graph/node.ts";
import type { ConvAttributes } from "../../../graph/primitives/conv2d.ts";
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import type { WindowGeometry } from "../../../graph/window.ts";
import type { Name } from "../onnx_parts.ts";
import { emitters } from "./elementwise.ts";
import type { Lowering, LoweringContext } from "./lower.ts";
import { lowerings } from "./table.ts";

/** The attributes that ONNX's convolution and pooling share. */
const sliding = ({ size, stride, pad: [rows, columns] }: WindowGeometry) => ({
  kernel_shape: size,
  strides: stride,
  pads: [rows[0], columns[0], rows[1], columns[1]],
});

const conv2d: Lowering<ConvAttributes> = (node, { model, values }, bias) => {
  const { window } = node.attributes;
  const [image, kernel] = [node.inputs[0]!, node.inputs[1]!];
  const byFilter = model.op("Transpose", [values.plain(kernel)], { perm: [3, 2, 0, 1] });
  const added = bias === undefined ? [] : [model.reshape(bias, [node.shape[3]!])];
  const inputs = [values.channelsFirst(image), byFilter, ...added];
  return {
    channelsFirst: model.op("Conv", inputs, { ...sliding(window), dilations: window.dilation }),
  };
};

const pooling = (type: string): Lowering<PoolAttributes> => (node, { model, values }) => ({
  channelsFirst: model.op(
    type,
    [values.channelsFirst(node.inputs[0]!)],
    sliding(node.attributes.window),
  ),
});

/** Has any of the inputs come channel by channel? */
const comesChannelsFirst = ({ inputs }: Node, { values }: LoweringContext) =>
  inputs.some((input) => values.isChannelsFirst(input));

const concat: Lowering<{ readonly axis: number }> = (node, context) => {
  if (node.attributes.axis !== 3 || !comesChannelsFirst(node, context)) {
    return lowerings["concat"]!(node, context);
  }
  const parts = node.inputs.map((input) => context.values.channelsFirst(input));
  return { channelsFirst: context.model.concat(parts, 1) };
};

/** ONNX Runtime folds additions and products into a convolution, but not differences and quotients. */
const foldable: Readonly<Record<string, readonly [inverse: string, type: string]>> = {
  sub: ["Neg", "Add"],
  div: ["Reciprocal", "Mul"],
};

const elementwise = (name: string): Lowering<Record<never, never>> => (node, context) => {
  const { model, values } = context;
  const channels = node.shape[3];
  const whole = (input: Node) => input.shape.join() === node.shape.join();
  const perChannel = ({ shape }: Node) =>
    sizeOf(shape) === 1 || sizeOf(shape) === channels && shape.at(-1) === channels;
  const fits = node.shape.length === 4 &&
    node.inputs.every((input) => whole(input) || perChannel(input));
  if (!fits || !comesChannelsFirst(node, context)) return lowerings[name]!(node, context);
  const operands = node.inputs.map((input): Name =>
    whole(input)
      ? values.channelsFirst(input)
      : model.reshape(values.plain(input), [1, sizeOf(input.shape), 1, 1])
  );
  const [first, second] = operands;
  const fold = second !== undefined && !whole(node.inputs[1]!) ? foldable[name] : undefined;
  return {
    channelsFirst: fold
      ? model.op(fold[1], [first!, model.op(fold[0], [second!])])
      : emitters[name]!(model, operands),
  };
};

/** The lowerings by their primitives' names; what is not here is the same as in any network. */
export const channelsFirstLowerings: Readonly<Record<string, Lowering>> = {
  ...lowerings,
  ...Object.fromEntries(Object.keys(emitters).map((name) => [name, elementwise(name)])),
  conv2d,
  concat,
  maxPool: pooling("MaxPool"),
  meanPool: pooling("AveragePool"),
};
