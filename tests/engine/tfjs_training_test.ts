/** Training on wasm: memory stays flat, and the same run gives the same bits. */
import { assertEquals } from "@std/assert";
import { findBackend } from "@tensorflow/tfjs-core";
import { tfjsEngine } from "../../core/engine/tfjs/engine.ts";
import { wasmDevice } from "../../core/engine/tfjs/wasm.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply, type Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { sizeOf } from "../../core/graph/tensor.ts";
import { numbers } from "./against_loops.ts";

const shapes = {
  kernel: [3, 3, 1, 8],
  bias: [8],
  second: [3, 3, 8, 5],
  dense: [45, 3],
  last: [3],
} as const;

/** A step of a small network with momentum: convolutions, pooling, a dense layer. */
function step() {
  const ops = graphOps();
  const leaf = (name: string, shape: readonly number[]) => apply(variable, [], { name, shape });
  const weights = Object.entries(shapes).map(([name, shape]) => leaf(name, shape));
  const [kernel, bias, second, dense, last] = weights as [Node, Node, Node, Node, Node];
  const x = apply(input, [], { name: "x", shape: [4, 7, 7, 1] });
  const y = apply(input, [], { name: "y", shape: [4, 3] });
  const pool = { size: [2, 2], stride: [2, 2], padding: "valid" } as const;
  const first = ops.relu(ops.add(ops.conv2d(x, kernel, { padding: "same" }), bias));
  const pooled = ops.maxPool(first, pool);
  const seen = ops.reshape(ops.conv2d(pooled, second, { padding: "same" }), [4, 45]);
  const scores = ops.softmax(ops.add(ops.matmul(seen, dense), last));
  const loss = ops.mul(
    ops.mean(ops.mul(y, ops.logProbabilities(scores)), [0, 1]),
    ops.constant(-1),
  );
  const updates: Record<string, Node> = {};
  gradients(loss, weights).forEach((slope, i) => {
    const name = Object.keys(shapes)[i]!;
    const speed = ops.add(ops.mul(leaf(`m/${name}`, slope.shape), ops.constant(0.9)), slope);
    updates[`m/${name}`] = speed;
    updates[name] = ops.sub(weights[i]!, ops.mul(speed, ops.constant(0.01)));
  });
  return program({ loss }, updates);
}

const initial = () =>
  Object.fromEntries(
    Object.entries(shapes).flatMap(([name, shape], i) => [
      [name, numbers(sizeOf(shape), i + 1)],
      [`m/${name}`, new Float32Array(sizeOf(shape))],
    ]),
  );

const batch = (i: number) => ({
  x: numbers(4 * 49, 100 + i),
  y: Float32Array.from({ length: 12 }, (_, place) => Number(place % 3 === (place + i) % 2)),
});

for (const simd of [true, false]) {
  const title = simd ? "with" : "without";
  Deno.test(`tfjsEngine() ${title} routines keeps its memory flat over 300 steps`, async () => {
    const engine = tfjsEngine(await wasmDevice({ simd }));
    const backend = findBackend("wasm");
    const before = backend.numDataIds();
    const executable = await engine.compile(step());
    const store = engine.store(initial());
    let running = 0;
    for (let i = 0; i < 300; i++) {
      await executable.run(batch(i), store);
      if (i === 0) running = backend.numDataIds();
    }
    assertEquals(backend.numDataIds(), running);
    store.close();
    executable.close();
    assertEquals(backend.numDataIds(), before);
  });

  Deno.test(`tfjsEngine() ${title} routines gives the same bits twice`, async () => {
    const engine = tfjsEngine(await wasmDevice({ simd }));
    const runs: Float32Array[][] = [];
    for (let time = 0; time < 2; time++) {
      const executable = await engine.compile(step());
      const store = engine.store(initial());
      for (let i = 0; i < 20; i++) await executable.run(batch(i), store);
      runs.push(await Promise.all(Object.keys(shapes).map((name) => store.read(name))));
      store.close();
      executable.close();
    }
    assertEquals(runs[0], runs[1]);
  });
}
