/** A view of an image batch with all pixels on one axis, for operations that select pixels. */
import type { Node, Shape } from "../../../graph/node.ts";
import { rowMajor } from "../layout.ts";
import type { OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { LoweredValue } from "../values.ts";
import { type LoweringContext, zeros } from "./lower.ts";

/** Pixels are axis 1 of [N, pixels, C] for a row-major batch, and axis 0 of [pixels, N, C] in a layout. */
export interface PixelView {
  readonly axis: 0 | 1;
  /** The tensor's shape with `count` pixels. */
  shape(count: number): Shape;
  /** A node's value in this view. */
  read(node: Node): Name;
  /** Picks pixels from `count` many; index −1 gives `filling`. `key` names the indices. */
  pick(from: Name, count: number, key: string, indices: () => Int32Array, filling: number): Name;
  /** A constant with one number per pixel, for all images and channels. */
  perPixel(key: string, numbers: () => Float32Array, count: number): Name;
  /** A node's value from a tensor in this view. */
  toValue(from: Name, node: Node): LoweredValue;
}

const constantRow = (model: OnnxModel, value: number, shape: Shape) =>
  value === 0 ? zeros(model, shape) : model.op("Expand", [model.scalar(value), model.longs(shape)]);

/** The view that suits `like`: [pixels, N, C] if its value is in a pixel layout. */
export function pixelViewOf(like: Node, context: LoweringContext): PixelView {
  const { model, values } = context;
  const [batch = 0, , , channels = 0] = like.shape;
  const axis = values.layout(like) ? 0 : 1;
  const shape = (count: number): Shape =>
    axis === 0 ? [count, batch, channels] : [batch, count, channels];
  const count = ({ shape: [, height = 0, width = 0] }: Node) => height * width;
  return {
    axis,
    shape,
    read: (node) =>
      model.reshape(
        axis === 0
          ? values.rows(node, rowMajor([node.shape[1]!, node.shape[2]!]))[0]!
          : values.plain(node),
        shape(count(node)),
      ),
    pick(from, size, key, make, filling) {
      const indices = make();
      const gaps = indices.includes(-1);
      if (!gaps && indices.length === size && indices.every((pixel, i) => pixel === i)) return from;
      const source = gaps
        ? model.concat([from, constantRow(model, filling, shape(1))], axis)
        : from;
      const name = model.indices(
        `pixels ${key}`,
        [indices.length],
        () => indices.map((pixel) => pixel < 0 ? size : pixel),
      );
      return model.gather(source, name, axis);
    },
    perPixel: (key, numbers, size) =>
      model.floats(`pixels ${key} axis ${axis}`, axis === 0 ? [size, 1, 1] : [1, size, 1], numbers),
    toValue(from, node) {
      if (axis === 1) return model.reshape(from, node.shape);
      return {
        layout: rowMajor([node.shape[1]!, node.shape[2]!]),
        parts: [model.reshape(from, [count(node) * batch, channels])],
      };
    },
  };
}
