/**
 * The battery: every primitive with its gradients on every engine. Against the plain loops on
 * seeded numbers, and against numbers worked out by hand, which the loops must meet too. `wasm`
 * runs three times: with our own routines, with those for a runtime without relaxed SIMD, and with the
 * backend's kernels composed. WebGPU, where there is
 * an adapter, runs the same cases in webgpu_test.ts.
 */
import { assert, assertEquals } from "@std/assert";
import type { Engine } from "../../core/engine/engine.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { frozenEngine } from "./native_compare.ts";
import { nativeEngine, nativeUnavailable } from "../../core/engine/native/mod.ts";
import { cpuDevice } from "../../core/engine/tfjs/cpu.ts";
import { simdEngine } from "../../core/engine/simd/engine/engine.ts";
import { tfjsEngine } from "../../core/engine/tfjs/engine.ts";
import { winograd } from "../../core/engine/simd/winograd_method.ts";
import { wasmDevice } from "../../core/engine/tfjs/wasm.ts";
import { againstLoops } from "./against_loops.ts";
import { handCases, outcomeOf } from "./hand_cases.ts";
import { primitiveCases } from "./primitive_cases.ts";

const engines: [string, Engine][] = [
  ["cpu", tfjsEngine(cpuDevice())],
  ["wasm", tfjsEngine(await wasmDevice())],
  ["wasm without fused products", tfjsEngine(await wasmDevice({ fused: false }))],
  ["wasm without routines", tfjsEngine(await wasmDevice({ simd: false }))],
  ["simd as a page has it", simdEngine()!],
  ["simd", simdEngine("", { winograd })!],
];
const missing = nativeUnavailable();
if (missing === undefined) {
  const native = await nativeEngine({ threads: 2 });
  engines.push(["native", native], ["native with frozen variables", frozenEngine(native)]);
} else console.log(`Skipped, the battery on native: ${missing}`);

for (const [title, engine] of engines) {
  for (const { name, shapes, build, make } of primitiveCases) {
    Deno.test(`${title} computes ${name} and its gradients as the loops do`, async () => {
      const error = await againstLoops(engine, shapes, build, make);
      assert(error < 1e-5, `largest relative error ${error}`);
    });
  }
}

for (const [title, engine] of [["loops", loopsEngine()], ...engines] as const) {
  for (const hand of handCases) {
    Deno.test(`${title} ${hand.name}`, async () => {
      assertEquals(await outcomeOf(engine, hand), hand.expected);
    });
  }
}
