/**
 * TensorFlow.js's WebAssembly backend with our own routines (SIMD, one thread), which runs wherever
 * Deno does. The library's threaded build would load in Deno only with a faked `os.cpus()` and two
 * temporary files, and two of its threads convolve slower than one thread of our routines.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findBackend, getKernelsForBackend, setBackend } from "npm:@tensorflow/tfjs-core@4.22.0";
import { BackendWasm, setWasmPaths, version_wasm } from "npm:@tensorflow/tfjs-backend-wasm@4.22.0";
import { transferBy } from "../stepwise/device.ts";
import { asHandle, type Device, deviceOf } from "./device.ts";
import type { Handle, Memory } from "../simd/memory.ts";
import { simdOn } from "../simd/simd.ts";
import { winograd } from "../simd/winograd_method.ts";

/** The memory that the backend's WebAssembly module exports. The library has no public name for it. */
function heapOf({ wasm }: BackendWasm): WebAssembly.Memory | undefined {
  const { asm } = wasm as { readonly asm?: { readonly memory?: unknown } };
  return asm?.memory instanceof WebAssembly.Memory ? asm.memory : undefined;
}

/**
 * Opens the backend `wasm`, which reads its `.wasm` file in node_modules. Without `simd`, or where the
 * backend's memory is unavailable, the backend's own kernels compute everything. `fused` says whether
 * the routines may use relaxed SIMD; by default they do where the runtime has it.
 */
export async function wasmDevice(
  { simd = true, ...options }: { readonly simd?: boolean; readonly fused?: boolean } = {},
): Promise<Device> {
  const main = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(join(dirname(main), "/"));
  await setBackend("wasm");
  const backend = findBackend("wasm");
  if (!(backend instanceof BackendWasm)) throw new TypeError("tfjs's wasm backend is missing.");
  const kernels = new Map(
    getKernelsForBackend("wasm").map((kernel) => [kernel.kernelName, kernel.kernelFunc]),
  );
  const memory: Memory = {
    make: (shape) => asHandle(backend.makeOutput([...shape], "float32")),
    view(handle) {
      const values = backend.typedArrayFromHeap(handle);
      if (values instanceof Float32Array) return values;
      throw new TypeError(`Expected 32-bit floats, found ${handle.dtype}.`);
    },
  };
  const heap = simd ? heapOf(backend) : undefined;
  const address = ({ dataId }: Handle) => backend.getMemoryOffset(dataId);
  const routines = heap && simdOn(heap, { ...memory, address }, { winograd, ...options });
  const about = { name: "wasm", version: version_wasm, threads: 1, memory };
  const device = { ...about, ...(routines && { simd: routines }) };
  return deviceOf(device, backend, kernels, transferBy(memory));
}
