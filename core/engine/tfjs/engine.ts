/** The engine on a TensorFlow.js backend. */
import type { Engine } from "../engine.ts";
import { stepwiseEngine } from "../stepwise/engine.ts";
import type { Device } from "./device.ts";
import { kernels } from "./kernels.ts";

/** The engine that computes on a device, with TensorFlow.js's kernels and our own routines. */
export const tfjsEngine = (device: Device): Engine => stepwiseEngine(device, kernels);
