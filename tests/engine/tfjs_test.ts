/**
 * Every primitive with its gradients against the plain loops: on tfjs's cpu, on wasm with our own
 * routines, and on wasm without them, where the composed kernels must do.
 */
import { assert } from "@std/assert";
import type { Engine } from "../../core/engine/engine.ts";
import { cpuDevice } from "../../core/engine/tfjs/cpu.ts";
import { tfjsEngine } from "../../core/engine/tfjs/engine.ts";
import { wasmDevice } from "../../core/engine/tfjs/wasm.ts";
import { againstLoops } from "./against_loops.ts";
import { primitiveCases } from "./primitive_cases.ts";

const engines: [string, Engine][] = [
  ["cpu", tfjsEngine(cpuDevice())],
  ["wasm", tfjsEngine(await wasmDevice())],
  ["wasm without routines", tfjsEngine(await wasmDevice({ simd: false }))],
];

for (const [title, engine] of engines) {
  for (const { name, shapes, build } of primitiveCases) {
    Deno.test(`${title} computes ${name} and its gradients as the loops do`, async () => {
      const error = await againstLoops(engine, shapes, build);
      assert(error < 1e-5, `largest relative error ${error}`);
    });
  }
}
