/** Arrays in a WebAssembly memory of our own, with our routines on them. */
import { sizeOf } from "../../../graph/tensor.ts";
import { type ArrayDevice, transferBy } from "../../stepwise/device.ts";
import type { Handle, Memory } from "../memory.ts";
import { type Simd, simdOn, type SimdOptions } from "../simd.ts";
import { Block, Heap } from "./heap.ts";

/** A device whose memory JavaScript reaches, and that has the routines. */
export interface SimdDevice extends ArrayDevice {
  readonly memory: Memory;
  readonly simd: Simd;
  readonly heap: Heap;
}

const blockOf = ({ dataId }: Handle): Block => {
  if (dataId instanceof Block) return dataId;
  throw new TypeError("This array belongs to another engine.");
};

/**
 * Makes a memory and assembles the routines for it.
 *
 * @param version The version of the JavaScript runtime, which compiles the routines.
 * @returns The device; undefined where WebAssembly is refused (by a page's policy without
 * `'wasm-unsafe-eval'`) or has no vectors.
 */
export function simdDevice(version: string, options: SimdOptions = {}): SimdDevice | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  const heap = new Heap();
  const address = (handle: Handle) => blockOf(handle).address;
  const memory: Memory = {
    make: (shape) => ({
      dataId: heap.take(4 * sizeOf(shape)),
      dtype: "float32",
      shape: [...shape],
    }),
    view: (handle) => new Float32Array(heap.memory.buffer, address(handle), sizeOf(handle.shape)),
  };
  const simd = routinesOn(heap.memory, { ...memory, address }, options);
  return simd && {
    name: "simd",
    version,
    threads: 1,
    memory,
    simd,
    heap,
    ...transferBy(memory),
    alias(handle, shape) {
      const block = blockOf(handle);
      block.holders++;
      return { dataId: block, dtype: "float32", shape: [...shape] };
    },
    free: (...handles) => handles.forEach((handle) => heap.free(blockOf(handle))),
  };
}

/** The routines; undefined where a policy refuses WebAssembly or the runtime has no vectors. */
function routinesOn(...given: Parameters<typeof simdOn>): Simd | undefined {
  try {
    return simdOn(...given);
  } catch (error) {
    // Safari throws an EvalError, the others a CompileError.
    if (error instanceof WebAssembly.CompileError || error instanceof EvalError) return undefined;
    throw error;
  }
}
