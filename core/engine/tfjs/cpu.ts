/** TensorFlow.js's plain JavaScript backend. */
import { env, findBackend, getKernelsForBackend } from "npm:@tensorflow/tfjs-core@4.22.0";
import { MathBackendCPU, version_cpu } from "npm:@tensorflow/tfjs-backend-cpu@4.22.0";
import { sizeOf } from "../../graph/tensor.ts";
import { transferBy } from "../stepwise/device.ts";
import { asHandle, type Device, deviceOf } from "./device.ts";
import type { Memory } from "../simd/memory.ts";

/** Opens the backend `cpu`. */
export function cpuDevice(): Device {
  // Without this the backend prints a banner that advises installing another one.
  env().set("PROD", true);
  const backend = findBackend("cpu");
  if (!(backend instanceof MathBackendCPU)) throw new TypeError("tfjs's cpu backend is missing.");
  const kernels = new Map(
    getKernelsForBackend("cpu").map((kernel) => [kernel.kernelName, kernel.kernelFunc]),
  );
  const memory: Memory = {
    make: (shape) =>
      asHandle(backend.makeTensorInfo([...shape], "float32", new Float32Array(sizeOf(shape)))),
    view(handle) {
      const entry = backend.data.get(handle.dataId);
      // The kernel Cast leaves a boolean's bytes in an array of floats.
      if (!(entry.values instanceof Float32Array)) {
        entry.values = Float32Array.from(entry.values as Uint8Array);
      }
      return entry.values;
    },
  };
  const about = { name: "cpu", version: version_cpu, threads: 1, memory };
  return deviceOf(about, backend, kernels, transferBy(memory));
}
