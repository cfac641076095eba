/** Kernels: how a device runs a primitive. Every primitive has at least a kernel of its own loops. */
import type { Floats, Node, Primitive, Shape } from "../../graph/node.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { Handle } from "../simd/memory.ts";
import type { ArrayDevice } from "./device.ts";

/** Runs one node on a device. The caller frees the result, which may be a promise. */
export type ArrayKernel<D extends ArrayDevice, A = unknown> = (
  device: D,
  inputs: readonly Handle[],
  attributes: A,
  shape: Shape,
) => Handle | Promise<Handle>;

/** The kernel of a primitive's own loops: slow, and right for all shapes. It copies numbers if it must. */
export const loopsKernel =
  <A>(primitive: Primitive<A>): ArrayKernel<ArrayDevice, A> =>
  (device, inputs, attributes, shape) => {
    const compute = (data: readonly Floats[], out: Floats): void => {
      out.fill(0);
      const blocks = data.map((numbers, i) => ({ shape: inputs[i]!.shape, data: numbers }));
      primitive.compute(blocks, attributes, { shape, data: out });
    };
    if (!device.memory) {
      return Promise.all(inputs.map((input) => device.download(input))).then((data) => {
        const out = new Float32Array(sizeOf(shape));
        compute(data, out);
        return device.upload(out, shape);
      });
    }
    const { make, view } = device.memory;
    const result = make(shape);
    // Views are taken after the result is made, because making an array may move the heap.
    compute(inputs.map(view), view(result));
    return result;
  };

/** A table from primitives to kernels. The type of the attributes is checked when an entry is added. */
export class Kernels<D extends ArrayDevice> {
  readonly #entries = new Map<string, ArrayKernel<D>>();
  set<A>(primitive: Primitive<A>, kernel: ArrayKernel<D, A>): this {
    this.#entries.set(primitive.name, kernel as ArrayKernel<D>);
    return this;
  }
  get(node: Node): ArrayKernel<D> | undefined {
    return this.#entries.get(node.primitive.name);
  }
}
