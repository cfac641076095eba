/** The tensors that hold each node's value while a program is lowered, in the forms asked for. */
import type { Node } from "../../graph/node.ts";
import { isRowMajor, type PixelLayout, rowMajor, slotsOf } from "./layout.ts";
import type { OnnxModel } from "./onnx_model.ts";
import type { Name } from "./onnx_parts.ts";

/** An image batch as parts of [slots · N, C]. */
export interface PixelRows {
  readonly layout: PixelLayout;
  readonly parts: readonly Name[];
}

/** A value: one tensor of the node's shape in row-major order, or rows. */
export type StoredValue = Name | PixelRows;

const isRows = (form: StoredValue): form is PixelRows => typeof form !== "string";

/** Remembers each node's form and converts on demand; {@linkcode OnnxModel} shares equal conversions. */
export class LoweredValues {
  readonly #forms = new Map<Node, StoredValue>();

  constructor(readonly model: OnnxModel) {}

  set(node: Node, form: StoredValue): void {
    this.#forms.set(node, form);
  }

  #form(node: Node): StoredValue {
    const form = this.#forms.get(node);
    if (form === undefined) throw new RangeError(`${node.primitive.name} was not lowered yet`);
    return form;
  }

  /** The layout in which the value was made; nothing if it is row-major. */
  layout(node: Node): PixelLayout | undefined {
    const form = this.#form(node);
    return isRows(form) ? form.layout : undefined;
  }

  /** The value in row-major order, with the node's shape. */
  plain(node: Node): Name {
    const form = this.#form(node);
    if (!isRows(form)) return form;
    const [batch = 0, height = 0, width = 0, channels = 0] = node.shape;
    const ordered = this.rows(node, rowMajor([height, width]))[0]!;
    const places = this.model.reshape(ordered, [height * width, batch, channels]);
    const turned = this.model.op("Transpose", [places], { perm: [1, 0, 2] });
    return this.model.reshape(turned, node.shape);
  }

  /** The value [N, H, W, C] as rows in a layout. */
  rows(node: Node, layout: PixelLayout): readonly Name[] {
    const { model } = this;
    const [batch = 0, height = 0, width = 0, channels = 0] = node.shape;
    const form = this.#form(node);
    if (isRows(form) && form.layout.key === layout.key) return form.parts;
    const places = height * width;
    const all = isRows(form)
      ? model.reshape(model.concat(form.parts, 0), [places, batch * channels])
      : model.op("Transpose", [model.reshape(form, [batch, places, channels])], {
        perm: [1, 0, 2],
      });
    const source = isRows(form) ? form.layout : rowMajor([height, width]);
    if (isRowMajor(source) && isRowMajor(layout)) {
      return [model.reshape(all, [places * batch, channels])];
    }
    return layout.parts.map((part, i) => {
      const indices = model.indices(`${source.key} to ${layout.key} ${i}`, [part.length], () => {
        const slots = slotsOf(source);
        return part.map((place) => slots[place]!);
      });
      return model.reshape(model.gather(all, indices, 0), [part.length * batch, channels]);
    });
  }
}
