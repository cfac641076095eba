/** A TensorFlow.js backend, reduced to what it takes to run kernels one by one. */
import type {
  KernelBackend,
  KernelFunc,
  NamedAttrMap,
  NamedTensorInfoMap,
  TensorInfo,
} from "npm:@tensorflow/tfjs-core@4.22.0";
import type { Handle } from "../simd/memory.ts";
import type { ArrayDevice } from "../stepwise/device.ts";
import type { ArrayKernel } from "../stepwise/kernel.ts";

/** The kernels and the memory of one backend. */
export interface Device extends ArrayDevice {
  /** Runs a kernel. The caller frees the result. */
  call(
    kernel: string,
    inputs: Readonly<Record<string, Handle>> | readonly Handle[],
    attributes?: NamedAttrMap,
  ): Handle;
}

/** Runs one node on a backend. The caller frees the result, which may be a promise. */
export type DeviceKernel<A = unknown> = ArrayKernel<Device, A>;

/** Methods that all backends have, but the library's public type has not. */
export interface RawBackend extends KernelBackend {
  incRef(id: Handle["dataId"]): void;
  disposeData(id: Handle["dataId"], force?: boolean): boolean;
}

/** TensorFlow.js's type leaves the element type open, but all arrays here are 32-bit floats. */
export const asHandle = (made: TensorInfo): Handle => made as Handle;

/** Builds a device from a backend, its kernels by name, and the functions that copy numbers. */
export function deviceOf(
  about: Pick<Device, "name" | "version" | "threads" | "memory" | "simd">,
  backend: RawBackend,
  kernels: ReadonlyMap<string, KernelFunc>,
  transfer: Pick<Device, "upload" | "download">,
): Device {
  return {
    ...about,
    ...transfer,
    alias(handle, shape) {
      backend.incRef(handle.dataId);
      return { dataId: handle.dataId, dtype: handle.dtype, shape: [...shape] };
    },
    call(name, inputs, attrs = {}) {
      const kernel = kernels.get(name);
      if (!kernel) throw new RangeError(`The engine ${about.name} has no kernel ${name}.`);
      const result = kernel({ inputs: inputs as NamedTensorInfoMap, attrs, backend });
      return asHandle(Array.isArray(result) ? result[0]! : result);
    },
    free: (...handles) => handles.forEach(({ dataId }) => backend.disposeData(dataId)),
  };
}
