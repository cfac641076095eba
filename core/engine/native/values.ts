/** The tensors that hold each node's value while a program is lowered, in any layout. */
import type { Node } from "../../graph/node.ts";
import { isRowMajor, type PixelLayout, rowMajor, slotsOf } from "./layout.ts";
import type { OnnxModel } from "./onnx_model.ts";
import type { Name } from "./onnx_parts.ts";

/** An image batch in a pixel layout: one tensor [slots · N, C] per part. */
export interface PixelRows {
  readonly layout: PixelLayout;
  readonly parts: readonly Name[];
}

/** An image batch channel by channel: one tensor [N, C, H, W]. */
export interface ChannelsFirst {
  readonly channelsFirst: Name;
}

/** A node's value: one tensor of its shape in row-major order, or an image batch in another layout. */
export type LoweredValue = Name | PixelRows | ChannelsFirst;

const isRows = (value: LoweredValue): value is PixelRows =>
  typeof value !== "string" && "layout" in value;

/** Keeps each node's value and converts its layout on demand; {@linkcode OnnxModel} shares equal conversions. */
export class LoweredValues {
  readonly #values = new Map<Node, LoweredValue>();

  constructor(readonly model: OnnxModel) {}

  set(node: Node, value: LoweredValue): void {
    this.#values.set(node, value);
  }

  #value(node: Node): LoweredValue {
    const value = this.#values.get(node);
    if (value === undefined) throw new RangeError(`${node.primitive.name} was not lowered yet`);
    return value;
  }

  /** The layout in which the value was computed; undefined if it is plain row-major. */
  layout(node: Node): PixelLayout | undefined {
    const value = this.#value(node);
    return isRows(value) ? value.layout : undefined;
  }

  /** The value in row-major order, with the node's shape. */
  plain(node: Node): Name {
    const value = this.#value(node);
    if (typeof value === "string") return value;
    if (!isRows(value)) {
      return this.model.op("Transpose", [value.channelsFirst], { perm: [0, 2, 3, 1] });
    }
    const [batch = 0, height = 0, width = 0, channels = 0] = node.shape;
    const ordered = this.rows(node, rowMajor([height, width]))[0]!;
    const pixels = this.model.reshape(ordered, [height * width, batch, channels]);
    const transposed = this.model.op("Transpose", [pixels], { perm: [1, 0, 2] });
    return this.model.reshape(transposed, node.shape);
  }

  /** Was the value computed as [N, C, H, W]? */
  isChannelsFirst(node: Node): boolean {
    const value = this.#value(node);
    return typeof value !== "string" && "channelsFirst" in value;
  }

  /** The value [N, H, W, C] as [N, C, H, W]. */
  channelsFirst(node: Node): Name {
    const value = this.#value(node);
    return typeof value !== "string" && "channelsFirst" in value
      ? value.channelsFirst
      : this.model.op("Transpose", [this.plain(node)], { perm: [0, 3, 1, 2] });
  }

  /** The value [N, H, W, C] as the parts of a layout. */
  rows(node: Node, layout: PixelLayout): readonly Name[] {
    const { model } = this;
    const [batch = 0, height = 0, width = 0, channels = 0] = node.shape;
    const known = this.#value(node);
    if (isRows(known) && known.layout.key === layout.key) return known.parts;
    const value = isRows(known) ? known : this.plain(node);
    const pixels = height * width;
    const all = isRows(value)
      ? model.reshape(model.concat(value.parts, 0), [pixels, batch * channels])
      : model.op("Transpose", [model.reshape(value, [batch, pixels, channels])], {
        perm: [1, 0, 2],
      });
    const source = isRows(value) ? value.layout : rowMajor([height, width]);
    if (isRowMajor(source) && isRowMajor(layout)) {
      return [model.reshape(all, [pixels * batch, channels])];
    }
    return layout.parts.map((part, i) => {
      const indices = model.indices(`${source.key} to ${layout.key} ${i}`, [part.length], () => {
        const slots = slotsOf(source);
        return part.map((pixel) => slots[pixel]!);
      });
      return model.reshape(model.gather(all, indices, 0), [part.length * batch, channels]);
    });
  }
}
