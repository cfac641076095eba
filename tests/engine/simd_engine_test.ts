/** The engine `simd` frees what it takes, also after an error. */
import { assertEquals, assertRejects } from "@std/assert";
import { simdDevice } from "../../core/engine/simd/engine/device.ts";
import { simdKernels } from "../../core/engine/simd/engine/kernels.ts";
import { stepwiseEngine } from "../../core/engine/stepwise/engine.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";

/** A program with a constant, an input, a variable and an update, on an engine of its own. */
async function example() {
  const device = simdDevice("unknown")!;
  const before = device.heap.unused;
  const engine = stepwiseEngine(device, simdKernels);
  const ops = graphOps();
  const x = apply(input, [], { name: "x", shape: [1, 4, 4, 1] });
  const w = apply(variable, [], { name: "w", shape: [3, 3, 1, 2] });
  const y = ops.maxPool(ops.add(ops.conv2d(x, w), ops.constant([1, 2])), {
    size: [2, 2],
    stride: [2, 2],
    padding: "valid",
  });
  const executable = await engine.compile(program({ y }, { w: ops.mul(w, ops.constant(2)) }));
  const store = engine.store({ w: new Float32Array(18).fill(1) });
  /** The bytes that are held now, but were not at first. */
  const held = () => {
    const { unused, memory } = device.heap;
    return before - unused + memory.buffer.byteLength - 16 * 65536;
  };
  return { executable, store, held };
}

const x = Float32Array.from({ length: 16 }, (_, i) => i);

Deno.test("simdEngine() frees all arrays of a run but the variables and the constants", async () => {
  const { executable, store, held } = await example();
  const before = held();
  for (let i = 0; i < 3; i++) await executable.run({ x }, store);
  assertEquals(held(), before);
  executable.close();
  store.close();
  assertEquals(held(), 0);
});

Deno.test("simdEngine() frees what it had made when a run fails", async () => {
  const { executable, store, held } = await example();
  const before = held();
  await assertRejects(() => executable.run({ x: x.subarray(1) }, store), RangeError);
  assertEquals(held(), before);
  const { y } = await executable.run({ x }, store);
  // The last window begins at 5: 9·10 (the window's middle is 10) plus 1 and plus 2.
  assertEquals(y, Float32Array.of(91, 92));
});
