/** Every primitive on tfjs's cpu and wasm, with its gradients, against the plain loops. */
import { assert } from "@std/assert";
import type { Engine } from "../../core/engine/engine.ts";
import { cpuDevice } from "../../core/engine/tfjs/cpu.ts";
import { tfjsEngine } from "../../core/engine/tfjs/engine.ts";
import { wasmDevice } from "../../core/engine/tfjs/wasm.ts";
import { againstLoops } from "./against_loops.ts";
import { primitiveCases } from "./primitive_cases.ts";

const engines: Engine[] = [tfjsEngine(cpuDevice()), tfjsEngine(await wasmDevice())];

for (const engine of engines) {
  for (const { name, shapes, build } of primitiveCases) {
    Deno.test(`${engine.name} computes ${name} and its gradients as the loops do`, async () => {
      const error = await againstLoops(engine, shapes, build);
      assert(error < 1e-5, `largest relative error ${error}`);
    });
  }
}
