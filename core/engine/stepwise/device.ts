/** What an engine that runs one kernel after the other needs of the place where its arrays are. */
import type { Floats, Shape } from "../../graph/node.ts";
import type { ArrayReferences, Handle, Memory } from "../simd/memory.ts";
import type { Simd } from "../simd/simd.ts";

/** Arrays, and the ways in which numbers come to them and back. Its kernels are in a table of their own. */
export interface ArrayDevice extends ArrayReferences {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
  /** The memory, if JavaScript can reach it directly. */
  readonly memory?: Memory;
  /** Our own routines on this memory, if the runtime has vector instructions. */
  readonly simd?: Simd;
  /** Copies numbers to the device. */
  upload(values: Floats, shape: Shape): Handle;
  /** Copies numbers from the device. */
  download(handle: Handle): Promise<Float32Array>;
}

/** Copies numbers to and from memory that JavaScript reaches directly. */
export const transferBy = (
  { make, view }: Memory,
): Pick<ArrayDevice, "upload" | "download"> => ({
  upload(values, shape) {
    const handle = make(shape);
    view(handle).set(values);
    return handle;
  },
  download: (handle) => Promise.resolve(view(handle).slice()),
});
