/** Updates of many variables as one pass over memory, after the model. */
import { assertEquals } from "@std/assert";
import { compileProgram } from "../../core/engine/native/compile.ts";
import { nativeEngine } from "../../core/engine/native/mod.ts";
import { apply, type Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { disagreement, native } from "./native_compare.ts";

const ops = graphOps();
const leaf = (kind: typeof input, name: string, shape: number[]) =>
  apply(kind, [], { name, shape });

/** w ← w − rate·m with m ← m + (g − m)/10 for two weights, whose gradients are products of inputs. */
function momentumStep(sizes: readonly number[], finish = (m: Node): Node => m) {
  const rate = leaf(input, "rate", []);
  const updates: Record<string, Node> = {};
  sizes.forEach((size, i) => {
    const [w, m] = [leaf(variable, `w${i}`, [size]), leaf(variable, `m${i}`, [size])];
    const a = leaf(input, `a${i}`, [1, size]);
    const gradient = ops.reshape(ops.mul(a, ops.sum(a, [0], true)), [size]);
    const moved = ops.add(m, ops.mul(ops.sub(gradient, m), ops.constant(0.1)));
    updates[`m${i}`] = moved;
    updates[`w${i}`] = ops.sub(w, ops.mul(finish(moved), rate));
  });
  return program({}, updates);
}

Deno.test("native computes the updates of all weights and moving averages in one pass", () => {
  const { passes, updates, variables } = compileProgram(momentumStep([5, 6]), { passes: true });
  assertEquals(updates, []);
  // The model reads neither weights nor averages here.
  assertEquals(variables, []);
  assertEquals(passes.map(({ length, results }) => ({ length, results })), [
    { length: 11, results: [["m0", "m1"], ["w0", "w1"]] },
  ]);
  // g − m, ·0.1, m +, ·rate, w −: the new average is computed once for both results.
  assertEquals(passes[0]!.form.operations.map(({ name }) => name), [
    ...["sub", "mul", "add", "mul", "sub"],
  ]);
});

Deno.test("a pass gives the bits of the loops for more numbers than fit in its memory at once", async () => {
  assertEquals(await disagreement(momentumStep([5000, 4097])), 0);
});

Deno.test("native leaves updates to ONNX Runtime whose functions no vector instruction computes", async () => {
  const step = momentumStep([5, 6], ops.tanh);
  const { passes, updates } = compileProgram(step, { passes: true });
  assertEquals([passes.length, updates.length], [0, 2]);
  assertEquals(await disagreement(step) < 1e-6, true);
});

Deno.test("a frozen program prepares again after a pass has changed its variables", async () => {
  const engine = await native();
  const step = momentumStep([5, 6]);
  const ones = (size: number) => new Float32Array(size).fill(1);
  const store = engine.store({ w0: ones(5), w1: ones(6), m0: ones(5), m1: ones(6) });
  const x = leaf(input, "x", [5]);
  const frozen = await engine.compile(
    program({ y: ops.add(x, leaf(variable, "w0", [5])) }),
    { frozen: true },
  );
  const train = await engine.compile(step);
  const predict = async () => (await frozen.run({ x: new Float32Array(5) }, store))["y"]!;
  const before = await predict();
  await train.run({ rate: Float32Array.of(1), a0: ones(5), a1: ones(6) }, store);
  // m stays 1 + (1 − 1)/10 = 1, so w becomes 1 − 1·1 = 0.
  assertEquals([...before, ...await predict()], [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
  for (const executable of [frozen, train]) executable.close();
  store.close();
});

Deno.test("two engines have passes of their own", async () => {
  const results = await Promise.all([1, 2].map(async (rate) => {
    const engine = await nativeEngine({ threads: 1 });
    const ones = (size: number) => new Float32Array(size).fill(1);
    const store = engine.store({ w0: ones(5), w1: ones(6), m0: ones(5), m1: ones(6) });
    const train = await engine.compile(momentumStep([5, 6]));
    await train.run({ rate: Float32Array.of(rate), a0: ones(5), a1: ones(6) }, store);
    train.close();
    return (await store.read("w1"))[0];
  }));
  assertEquals(results, [0, -1]);
});
