/** WebGPU: when it is used, and the battery where there is an adapter. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { findBackend } from "@tensorflow/tfjs-core";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Engine } from "../../core/engine/engine.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { openEngine } from "../../core/engine/open.ts";
import { selfTest } from "../../core/engine/tfjs/self_test.ts";
import { isSoftware, webgpuEngine } from "../../core/engine/tfjs/webgpu.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { UserError } from "../../dsl/errors.ts";
import { againstLoops } from "./against_loops.ts";
import { handCases, outcomeOf } from "./hand_cases.ts";
import { primitiveCases } from "./primitive_cases.ts";

const card = { vendor: "nvidia", architecture: "ampere", device: "0x2484", description: "" };

Deno.test("isSoftware() recognises Mesa's and Google's renderers, and adapters that declare it", () => {
  assertEquals(isSoftware(card), false);
  assertEquals(isSoftware({ ...card, description: "llvmpipe (LLVM 15.0.6, 256 bits)" }), true);
  assertEquals(isSoftware({ ...card, architecture: "swiftshader" }), true);
  assertEquals(isSoftware({ ...card, isFallbackAdapter: true }), true);
});

Deno.test("selfTest() passes an engine that is right", async () => {
  assertEquals(await selfTest(loopsEngine()), undefined);
});

Deno.test("selfTest() names the gradient that is wrong", async () => {
  const right = loopsEngine();
  const wrong: Engine = {
    ...right,
    store: right.store,
    async compile(program) {
      const executable = await right.compile(program);
      return {
        close: executable.close,
        run: async (feeds, store) => ({
          ...await executable.run(feeds, store),
          dBias: new Float32Array(4),
        }),
      };
    },
  };
  const failure = await selfTest(wrong);
  assert(/^dBias is 0 instead of -?\d\.\d+$/.test(failure ?? ""), failure);
});

const adapter = await navigator.gpu?.requestAdapter();

Deno.test("openEngine() opens wasm and gives the reason where WebGPU has no adapter or a software one", async () => {
  const lines: string[] = [];
  const engine = await openEngine("webgpu", {
    tell: (line) => lines.push(line),
    softwareAdapter: false,
  });
  const expected = !adapter
    ? ["wasm", "Using the engine wasm: this machine has no WebGPU adapter."]
    : isSoftware(adapter.info)
    ? [
      "wasm",
      `Using the engine wasm: the WebGPU adapter ${adapter.info.description} is software, slower than wasm.`,
    ]
    : ["webgpu"];
  assertEquals([engine.name, ...lines], expected);
});

const attempt = await webgpuEngine({ software: true });
if ("engine" in attempt) {
  for (const { name, shapes, build, make } of primitiveCases) {
    Deno.test({
      name: `webgpu computes ${name} and its gradients as the loops do`,
      // The device lives as long as the process.
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        const error = await againstLoops(attempt.engine, shapes, build, make);
        assert(error < 1e-4, `largest relative error ${error}`);
      },
    });
  }
  for (const hand of handCases) {
    Deno.test({
      name: `webgpu ${hand.name}`,
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        assertEquals(await outcomeOf(attempt.engine, hand), hand.expected);
      },
    });
  }
  Deno.test({
    name: "webgpu names a way out when its device is lost, and openEngine() takes it",
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { engine } = attempt;
      const lines: string[] = [];
      const recovering = await openEngine("webgpu", {
        softwareAdapter: true,
        tell: (line) => lines.push(line),
      });
      const w = apply(variable, [], { name: "w", shape: [2] });
      const twice = program({ y: graphOps().add(w, w) });
      const start = { w: Float32Array.of(1, 2) };
      const [store, keptStore] = [engine.store(start), recovering.store(start)];
      const [asked, goesOn] = [await engine.compile(twice), await recovering.compile(twice)];
      assertEquals((await asked.run({}, store)).y, Float32Array.of(2, 4));
      assertEquals((await goesOn.run({}, keptStore)).y, Float32Array.of(2, 4));
      const backend = findBackend("webgpu");
      assert(backend instanceof WebGPUBackend);
      backend.device.destroy();
      await backend.device.lost;
      await assertRejects(
        () => asked.run({}, store),
        UserError,
        "Cannot continue on WebGPU: expected a working device, found that it was lost (",
      );
      assertEquals((await goesOn.run({}, keptStore)).y, Float32Array.of(2, 4));
      assertEquals([recovering.name, ...lines], [
        "wasm",
        "Continuing on the engine wasm, with weights at most 5 seconds old: the device of webgpu was lost.",
      ]);
    },
  });
} else {
  console.log(`Skipped, webgpu against the loops: ${attempt.reason}.`);
}
