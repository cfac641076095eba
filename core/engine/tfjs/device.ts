/** A TensorFlow.js backend, reduced to what running kernels one by one needs. */
import type {
  KernelBackend,
  KernelFunc,
  NamedAttrMap,
  NamedTensorInfoMap,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import type { Floats, Shape } from "../../graph/node.ts";
import type { Simd } from "./simd/simd.ts";

/** An array in the backend's memory. Whoever makes or aliases one frees it, once. */
export type Handle = TensorInfo;

/** Kernels and memory of one backend. */
export interface Device {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
  /** Our own routines on this memory, where there can be any. */
  readonly simd?: Simd;
  /** Runs a kernel; the result is the caller's to free. */
  call(
    kernel: string,
    inputs: Readonly<Record<string, Handle>> | readonly Handle[],
    attributes?: NamedAttrMap,
  ): Handle;
  /** Copies numbers in. */
  upload(values: Floats, shape: Shape): Handle;
  /** Copies numbers out. */
  download(handle: Handle): Promise<Float32Array>;
  /** Fresh memory with undefined content. */
  make(shape: Shape): Handle;
  /** The numbers in place; good until the next array is made. */
  view(handle: Handle): Float32Array;
  /** The same memory under another shape, to be freed on its own. */
  alias(handle: Handle, shape: Shape): Handle;
  free(...handles: readonly Handle[]): void;
}

/** What the two synchronous backends (cpu, wasm) have in common. */
export interface RawBackend extends KernelBackend {
  incRef(id: Handle["dataId"]): void;
  disposeData(id: Handle["dataId"], force?: boolean): boolean;
}

/** Builds a device from a backend, its kernels and the one thing that differs: fresh memory and views. */
export function deviceOf(
  about: Pick<Device, "name" | "version" | "threads" | "simd">,
  backend: RawBackend,
  kernels: ReadonlyMap<string, KernelFunc>,
  memory: { make(shape: Shape): Handle; view(handle: Handle): Float32Array },
): Device {
  const alias = (handle: Handle, shape: Shape): Handle => {
    backend.incRef(handle.dataId);
    return { dataId: handle.dataId, dtype: handle.dtype, shape: [...shape] };
  };
  return {
    ...about,
    ...memory,
    alias,
    call(name, inputs, attrs = {}) {
      const kernel = kernels.get(name);
      if (!kernel) throw new RangeError(`The engine ${about.name} has no kernel ${name}.`);
      const result = kernel({ inputs: inputs as NamedTensorInfoMap, attrs, backend });
      return Array.isArray(result) ? result[0]! : result;
    },
    upload(values, shape) {
      const handle = memory.make(shape);
      memory.view(handle).set(values);
      return handle;
    },
    download: (handle) => Promise.resolve(memory.view(handle).slice()),
    free: (...handles) => handles.forEach(({ dataId }) => backend.disposeData(dataId)),
  };
}
