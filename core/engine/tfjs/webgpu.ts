/**
 * TensorFlow.js's WebGPU backend on Deno's own WebGPU, for which Deno 2.9 needs no flag and no
 * permission. It is used on request only, and after a self-test, because drivers differ.
 */
import {
  env,
  findBackend,
  getKernelsForBackend,
  setBackend,
  version_core,
} from "npm:@tensorflow/tfjs-core@4.22.0";
import { WebGPUBackend } from "npm:@tensorflow/tfjs-backend-webgpu@4.22.0";
import { UserError } from "../../base/errors.ts";
import type { Engine } from "../engine.ts";
import { asHandle, type Device, deviceOf } from "./device.ts";
import { tfjsEngine } from "./engine.ts";
import { selfTest } from "./self_test.ts";

/** An engine, or half a sentence about why there is none. */
export type WebgpuAttempt = { readonly engine: Engine } | { readonly reason: string };

/** How an adapter describes itself. */
export type AdapterDescription =
  & Pick<GPUAdapterInfo, "vendor" | "architecture" | "device" | "description">
  & {
    readonly isFallbackAdapter?: boolean;
  };

/** Matches the names of adapters that compute on the processor. */
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|software|basic render/i;

/** Does this adapter compute on the processor? Then it is slower than `wasm`. */
export const isSoftware = (about: AdapterDescription): boolean =>
  about.isFallbackAdapter === true ||
  SOFTWARE.test(`${about.vendor} ${about.architecture} ${about.device} ${about.description}`);

/** The error of every request to a device that was lost. */
export class LostDevice extends UserError {
  constructor(why: string) {
    super(
      `Cannot continue on WebGPU: expected a working device, found that it was lost (${why}). ` +
        `Run again with --engine wasm.`,
    );
  }
}

/** Opens tfjs's backend. Throws if it is unavailable. */
async function webgpuDevice(): Promise<{ device: Device; lost: () => string | undefined }> {
  // Without this, small arrays would be computed on the processor, unnoticed by any test.
  env().set("WEBGPU_CPU_FORWARD", false);
  if (!await setBackend("webgpu")) throw new Error("its backend does not start");
  const backend = findBackend("webgpu");
  if (!(backend instanceof WebGPUBackend)) throw new TypeError("its backend is missing");
  let lost: string | undefined;
  void backend.device.lost.then(({ message, reason }) => lost = message || reason);
  const kernels = new Map(
    getKernelsForBackend("webgpu").map((kernel) => [kernel.kernelName, kernel.kernelFunc]),
  );
  const about = { name: "webgpu", version: version_core, threads: 1 };
  const device = deviceOf(about, backend, kernels, {
    // The backend keeps the array that it gets, so it gets a copy.
    upload: (values, shape) =>
      asHandle(backend.makeTensorInfo([...shape], "float32", Float32Array.from(values))),
    async download(handle) {
      const values = await backend.read(handle.dataId).catch((error) => {
        if (lost === undefined) throw error;
      });
      if (lost !== undefined || !values) {
        throw new LostDevice(lost ?? "no reason given");
      }
      // An array that was never on the device may still have the type that it was cast from.
      return Float32Array.from(values as Float32Array | Int32Array | Uint8Array);
    },
  });
  return { device, lost: () => lost };
}

/**
 * Opens the engine if there is an adapter, if it is not a software adapter (unless `software` is
 * true), and if it passes the self-test.
 */
export async function webgpuEngine({ software = false } = {}): Promise<WebgpuAttempt> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return { reason: "this machine has no WebGPU adapter" };
  if (!software && isSoftware(adapter.info)) {
    const name = adapter.info.description || adapter.info.vendor;
    return { reason: `the WebGPU adapter ${name} is software, slower than wasm` };
  }
  try {
    const { device, lost } = await webgpuDevice();
    const engine = tfjsEngine(device);
    const failure = await selfTest(engine);
    const reason = lost();
    if (reason !== undefined) return { reason: `the WebGPU device was lost: ${reason}` };
    return failure === undefined
      ? { engine }
      : { reason: `WebGPU failed its self-test: ${failure}` };
  } catch (error) {
    return {
      reason: `WebGPU does not work here: ${error instanceof Error ? error.message : error}`,
    };
  }
}
