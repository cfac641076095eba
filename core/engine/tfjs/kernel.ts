/** What a kernel is, and the one that every primitive has: its own loops. */
import type { Floats, Primitive, Shape } from "../../graph/node.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { Handle } from "../simd/memory.ts";
import type { Device } from "./device.ts";

/** Runs one node on a device; the result is the caller's to free. It may be a while in coming. */
export type DeviceKernel<A = unknown> = (
  device: Device,
  inputs: readonly Handle[],
  attributes: A,
  shape: Shape,
) => Handle | Promise<Handle>;

/** Runs a primitive's own loops where the numbers are, or on copies: right for all shapes, and slow. */
export const loopsKernel =
  <A>(primitive: Primitive<A>): DeviceKernel<A> => (device, inputs, attributes, shape) => {
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
    // Views are taken only now: making an array may move the heap.
    compute(inputs.map(view), view(result));
    return result;
  };
