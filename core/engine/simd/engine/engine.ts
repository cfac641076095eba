/** The engine `simd`: our own routines over a memory of their own. It needs no library. */
import type { Engine } from "../../engine.ts";
import { stepwiseEngine } from "../../stepwise/engine.ts";
import type { SimdOptions } from "../simd.ts";
import { simdDevice } from "./device.ts";
import { simdKernels } from "./kernels.ts";

/**
 * Opens the engine `simd`.
 *
 * @param version The version of the JavaScript runtime, which compiles the routines.
 * @param options Another way to convolve, for instance, which a page does without.
 * @returns The engine; undefined where WebAssembly is refused (by a page's policy without
 * `'wasm-unsafe-eval'`) or has no vectors. The engine `loops` computes the same there.
 */
export function simdEngine(version = "unknown", options: SimdOptions = {}): Engine | undefined {
  const device = simdDevice(version, options);
  return device && stepwiseEngine(device, simdKernels);
}
