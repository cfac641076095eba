/** An image batch as a list of places, whichever way it lies, for operations place by place. */
import type { Node, Shape } from "../../../graph/node.ts";
import { rowMajor } from "../layout.ts";
import type { OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { StoredValue } from "../values.ts";
import { type LoweringContext, zeros } from "./lower.ts";

/** Row-major images count places on axis 1 of [N, places, C], rows on axis 0 of [places, N, C]. */
export interface Places {
  readonly axis: 0 | 1;
  /** The tensor's shape with `count` places. */
  shape(count: number): Shape;
  /** A node's value in this way. */
  read(node: Node): Name;
  /** Picks places, `filling` under those that are −1. `key` names the indices. */
  pick(from: Name, count: number, key: string, indices: () => Int32Array, filling: number): Name;
  /** Numbers that differ from place to place only. */
  perPlace(key: string, numbers: () => Float32Array, count: number): Name;
  /** Makes a node's form of a tensor of places. */
  form(from: Name, node: Node): StoredValue;
}

const constantRow = (model: OnnxModel, value: number, shape: Shape) =>
  value === 0 ? zeros(model, shape) : model.op("Expand", [model.scalar(value), model.longs(shape)]);

/** The way that suits `like`: rows if it lies in rows. */
export function placesLike(like: Node, context: LoweringContext): Places {
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
      if (!gaps && indices.length === size && indices.every((place, i) => place === i)) return from;
      const source = gaps
        ? model.concat([from, constantRow(model, filling, shape(1))], axis)
        : from;
      const name = model.indices(
        `places ${key}`,
        [indices.length],
        () => indices.map((place) => place < 0 ? size : place),
      );
      return model.gather(source, name, axis);
    },
    perPlace: (key, numbers, size) =>
      model.floats(`places ${key} axis ${axis}`, axis === 0 ? [size, 1, 1] : [1, size, 1], numbers),
    form(from, node) {
      if (axis === 1) return model.reshape(from, node.shape);
      return {
        layout: rowMajor([node.shape[1]!, node.shape[2]!]),
        parts: [model.reshape(from, [count(node) * batch, channels])],
      };
    },
  };
}
