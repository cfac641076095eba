/** Whole graphs on `native` against the loops: networks with gradients, training, stores, memory. */
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { loopsEngine } from "../../core/engine/loops.ts";
import { compileProgram } from "../../core/engine/native/compile.ts";
import { nativeEngine, nativeUnavailable } from "../../core/engine/native/mod.ts";
import { COLUMN_LIMITS, convolutionsAtOnce } from "../../core/engine/native/passes/columns.ts";
import { groupUpdates } from "../../core/engine/native/passes/grouped_updates.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply, type Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { type Program, program } from "../../core/graph/program.ts";
import { sizeOf } from "../../core/graph/tensor.ts";
import { difference, disagreement, generator, native, numbers } from "./native_compare.ts";

const ops = graphOps();

/** A random network of convolutions, poolings and activations on random images. */
function network(seed: number): { loss: Node; weights: Node[]; x: Node } {
  const next = generator(seed);
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const either = <T>(...choices: T[]) => choices[whole(0, choices.length - 1)]!;
  const batch = whole(1, 4);
  const x = apply(input, [], {
    name: "x",
    shape: [batch, whole(5, 10), whole(5, 10), either(1, 2, 3, 5, 6)],
  });
  const weights: Node[] = [];
  const weight = (shape: number[]) => {
    const node = apply(variable, [], { name: `w${weights.length}`, shape });
    weights.push(node);
    return node;
  };
  let y: Node = x;
  for (let layer = whole(2, 4); layer > 0; layer--) {
    const [, height, width, channels] = y.shape as [number, number, number, number];
    const padding = height < 4 || width < 4 ? "same" : either("same", "valid");
    const kind = whole(0, 9);
    if (kind < 5) {
      const filters = whole(1, 7);
      const kernel = weight([whole(1, 3), whole(1, 3), channels, filters]);
      const stride = [whole(1, 2), whole(1, 2)] as const;
      const dilation = next() < 0.3 && height > 6 && width > 6 ? [2, 1] as const : [1, 1] as const;
      y = ops.conv2d(y, kernel, { stride, dilation, padding });
      if (next() < 0.7) y = ops.add(y, weight([filters]));
      if (next() < 0.7) y = either(ops.relu, ops.tanh, ops.elu, ops.sigmoid)(y);
    } else if (kind < 8) {
      const size = [whole(1, 3), whole(1, 3)] as const;
      const stride = next() < 0.5 ? size : [whole(1, 3), whole(1, 3)] as const;
      y = either(ops.maxPool, ops.maxPool, ops.meanPool)(y, { size, stride, padding });
    } else if (kind < 9) {
      const other = ops.conv2d(y, weight([1, 1, channels, 2]), { padding: "same" });
      y = ops.concat([y, other], 3);
    } else {
      const mean = ops.mean(y, [0, 1, 2], true);
      y = ops.mul(ops.sub(y, mean), weight([channels]));
    }
  }
  const flat = ops.reshape(y, [batch, sizeOf(y.shape) / batch]);
  const scores = ops.add(ops.matmul(flat, weight([flat.shape[1]!, 3])), weight([3]));
  const labels = apply(input, [], { name: "labels", shape: [batch, 3] });
  const each = ops.mul(ops.logProbabilities(ops.softmax(scores)), labels);
  return { loss: ops.mean(each, [0, 1]), weights, x };
}

for (let seed = 1; seed <= 60; seed++) {
  Deno.test(`native agrees with the loops on random network ${seed}`, async () => {
    const { loss, weights, x } = network(seed);
    const slopes = gradients(loss, [x, ...weights]);
    const asked = program({
      loss,
      ...Object.fromEntries(slopes.map((slope, i) => [`slope${i}`, slope])),
    });
    const worst = await disagreement(asked);
    assert(worst < 1e-4, `largest relative difference ${worst}`);
  });
}

/** Without the input's gradient, as in training, which takes other paths through the lowerings. */
for (let seed = 61; seed <= 90; seed++) {
  Deno.test(`native agrees with the loops on the weights' gradients of network ${seed}`, async () => {
    const { loss, weights } = network(seed);
    const slopes = gradients(loss, weights);
    const worst = await disagreement(
      program(Object.fromEntries(slopes.map((slope, i) => [`slope${i}`, slope]))),
    );
    assert(worst < 1e-4, `largest relative difference ${worst}`);
  });
}

/** Limits of a few pixels at a time: every convolution goes piece by piece, as on large images. */
const narrow = nativeEngine({ threads: 2, limits: { atOnce: 0, kept: 0, piece: 3000 } });
for (let seed = 91; seed <= 130; seed++) {
  Deno.test(`native agrees with the loops on network ${seed}, piece by piece`, async () => {
    const { loss, weights, x } = network(seed);
    const slopes = gradients(loss, [x, ...weights]);
    const asked = program(Object.fromEntries(slopes.map((slope, i) => [`slope${i}`, slope])));
    const worst = await disagreement(asked, undefined, narrow);
    assert(worst < 1e-4, `largest relative difference ${worst}`);
  });
}

Deno.test("convolutionsAtOnce() never gathers the columns of 32 images 150x150x32 at once", () => {
  const x = apply(input, [], { name: "x", shape: [32, 150, 150, 32] });
  const kernel = apply(variable, [], { name: "kernel", shape: [3, 3, 32, 32] });
  const y = ops.conv2d(x, kernel, { padding: "same" });
  const [slope] = gradients(y, [kernel]);
  const step = program({ y }, { kernel: slope! });
  assertEquals(convolutionsAtOnce(step, COLUMN_LIMITS).size, 0);
  // All columns at once take 829 MB. The indices of the pieces are shared and small.
  assert(compileProgram(step).model.length < 4e6);
});

Deno.test("convolutionsAtOnce() keeps columns for the gradients until its budget is spent", () => {
  const x = apply(input, [], { name: "x", shape: [1, 10, 10, 1] });
  const kernel = (i: number) => apply(variable, [], { name: `k${i}`, shape: [1, 1, 1, 1] });
  const kernels = [kernel(0), kernel(1), kernel(2)];
  const y = kernels.reduce((value, k) => ops.conv2d(value, k), x);
  // Each kernel has 10 · 10 columns of 4 bytes, so 800 bytes hold those of two kernels.
  const limits = { atOnce: 400, kept: 800, piece: 400 };
  const step = program(Object.fromEntries(gradients(y, kernels).map((g, i) => [i, g])));
  const chosen = [...convolutionsAtOnce(step, limits)].filter((n) =>
    n.primitive.name === "conv2dKernelGradient"
  );
  assertEquals(chosen.length, 2);
  // Without gradients nothing is kept.
  assertEquals(convolutionsAtOnce(program({ y }), limits).size, 3);
});

Deno.test("convolutionsAtOnce() counts the channels that are gathered", () => {
  const x = apply(input, [], { name: "x", shape: [1, 10, 10, 1] });
  const kernel = apply(variable, [], { name: "kernel", shape: [1, 1, 1, 8] });
  const y = ops.conv2d(x, kernel);
  const chosen = (of: Node[]) => {
    const slopes = Object.fromEntries(gradients(y, of).map((g, i) => [i, g]));
    return convolutionsAtOnce(program(slopes), { atOnce: 400, kept: 400, piece: 400 }).size;
  };
  // The image's channel is 400 bytes; the image's own gradient gathers eight channels of y.
  assertEquals([chosen([kernel]), chosen([kernel, x])], [1, 0]);
});

/** A small version of the chapter's network with Adam, built from primitives alone. */
function adamStep(batch: number): { step: Program; predict: Program } {
  const x = apply(input, [], { name: "x", shape: [batch, 8, 8, 1] });
  const labels = apply(input, [], { name: "labels", shape: [batch] });
  const alpha = apply(input, [], { name: "alpha", shape: [] });
  const weights = Object.entries({
    "conv1/kernel": [3, 3, 1, 8],
    "conv1/bias": [8],
    "conv2/kernel": [3, 3, 8, 4],
    "conv2/bias": [4],
    "dense/kernel": [16, 3],
    "dense/bias": [3],
  }).map(([name, shape]) => apply(variable, [], { name, shape }));
  const [k1, b1, k2, b2, k3, b3] = weights as [Node, Node, Node, Node, Node, Node];
  const pool = { size: [2, 2], stride: [2, 2], padding: "valid" } as const;
  const first = ops.maxPool(ops.add(ops.conv2d(x, k1, { padding: "same" }), b1), pool);
  const second = ops.maxPool(
    ops.relu(ops.add(ops.conv2d(first, k2, { padding: "same" }), b2)),
    pool,
  );
  const scores = ops.add(ops.matmul(ops.reshape(second, [batch, 16]), k3), b3);
  const probabilities = ops.softmax(scores);
  const each = ops.mul(ops.logProbabilities(probabilities), ops.oneHot(labels, 3));
  const loss = ops.mul(ops.sum(each, [0, 1]), ops.constant(-1 / batch));
  const updates: Record<string, Node> = {};
  gradients(loss, weights).forEach((slope, i) => {
    const { name } = weights[i]!.attributes as { name: string };
    const slot = (kind: string) =>
      apply(variable, [], { name: `${kind}/${name}`, shape: slope.shape });
    const towards = (old: Node, value: Node, rate: number) =>
      ops.add(old, ops.mul(ops.sub(value, old), ops.constant(rate)));
    const m = towards(slot("m"), slope, 0.1);
    const v = towards(slot("v"), ops.mul(slope, slope), 0.001);
    const root = ops.add(ops.sqrt(v), ops.constant(1e-7));
    updates[name] = ops.sub(weights[i]!, ops.div(ops.mul(m, alpha), root));
    updates[`m/${name}`] = m;
    updates[`v/${name}`] = v;
  });
  return { step: program({ loss }, updates), predict: program({ probabilities }) };
}

const initial = ({ variables }: Program) =>
  Object.fromEntries(variables.map(({ name, shape }, i) => {
    const slot = name.startsWith("m/") || name.startsWith("v/");
    const size = sizeOf(shape);
    return [name, slot ? new Float32Array(size) : numbers(size, i).map((v) => v / 3)];
  }));

const batchOf = (batch: number, step: number) => ({
  x: numbers(batch * 64, 1000 + step),
  labels: Float32Array.from({ length: batch }, (_, i) => (i + step) % 3),
  alpha: Float32Array.of(1e-3 * Math.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step)),
});

Deno.test("native trains with Adam as the loops do, with batches of two sizes and one store", async () => {
  const runs = await Promise.all([await native(), loopsEngine()].map(async (engine) => {
    const [large, small] = [adamStep(6), adamStep(2)];
    const store = engine.store(initial(large.step));
    const [trainLarge, trainSmall, predict] = [
      await engine.compile(large.step),
      await engine.compile(small.step),
      await engine.compile(small.predict),
    ];
    const losses: number[] = [];
    for (let step = 1; step <= 20; step++) {
      const last = step % 5 === 0;
      const feeds = batchOf(last ? 2 : 6, step);
      const { loss } = await (last ? trainSmall : trainLarge).run(feeds, store);
      losses.push(loss![0]!);
    }
    const { probabilities } = await predict.run({ x: numbers(128, 7) }, store);
    const weights = await store.read("conv2/kernel");
    for (const executable of [trainLarge, trainSmall, predict]) executable.close();
    store.close();
    return { losses, probabilities: probabilities!, weights };
  }));
  const [actual, expected] = runs as [typeof runs[number], typeof runs[number]];
  actual.losses.forEach((loss, i) => assertAlmostEquals(loss, expected.losses[i]!, 1e-4));
  assert(difference(actual.probabilities, expected.probabilities) < 1e-3);
  assert(difference(actual.weights, expected.weights) < 1e-3);
});

Deno.test("native gives the same bits twice", async () => {
  const engine = await native();
  const { step } = adamStep(6);
  const results = [];
  for (let time = 0; time < 2; time++) {
    const store = engine.store(initial(step));
    const executable = await engine.compile(step);
    for (let i = 1; i <= 5; i++) await executable.run(batchOf(6, i), store);
    results.push(await store.read("dense/kernel"));
    executable.close();
    store.close();
  }
  assertEquals(results[0], results[1]);
});

Deno.test("native rounds otherwise with another number of threads, and no more than that", async () => {
  const { step } = adamStep(64);
  const [one, three] = await Promise.all([1, 3].map(async (threads) => {
    const engine = await nativeEngine({ threads });
    const store = engine.store(initial(step));
    const executable = await engine.compile(step);
    for (let i = 1; i <= 5; i++) await executable.run(batchOf(64, i), store);
    executable.close();
    return await store.read("dense/kernel");
  }));
  // Whether bits differ depends on the processor: only equal numbers of threads must give equal bits.
  assert(difference(one!, three!) < 1e-4);
});

Deno.test("groupUpdates() computes Adam's updates of all weights at once", () => {
  const groups = groupUpdates(adamStep(2).step);
  assertEquals(groups.map(({ updates }) => updates.length), [6, 6, 6]);
  assertEquals(compileProgram(adamStep(2).step).updates.map(({ shape }) => shape), [
    [72 + 8 + 288 + 4 + 48 + 3],
    [72 + 8 + 288 + 4 + 48 + 3],
    [72 + 8 + 288 + 4 + 48 + 3],
  ]);
});

Deno.test("groupUpdates() leaves updates alone that read each other's variables crosswise", async () => {
  const leaf = (name: string) => apply(variable, [], { name, shape: [2] });
  const [a, b] = [leaf("a"), leaf("b")];
  const swapped = program({}, {
    a: ops.add(b, ops.constant(1)),
    b: ops.add(a, ops.constant(1)),
  });
  assertEquals(groupUpdates(swapped), []);
  assertEquals(await disagreement(swapped), 0);
});

Deno.test("native keeps the variables that a program does not update", async () => {
  const engine = await native();
  const leaf = (name: string) => apply(variable, [], { name, shape: [2] });
  const [a, b, c] = [leaf("a"), leaf("b"), leaf("c")];
  const less = (node: Node) => ops.sub(node, ops.constant(1));
  const all = await engine.compile(program({}, { a: less(a), b: less(b), c: less(c) }));
  const two = await engine.compile(program({}, { a: less(a), c: less(c) }));
  const store = engine.store({
    a: Float32Array.of(10, 20),
    b: Float32Array.of(30, 40),
    c: Float32Array.of(50, 60),
  });
  for (const executable of [all, two, all, two]) await executable.run({}, store);
  assertEquals(await store.read("a"), Float32Array.of(6, 16));
  assertEquals(await store.read("b"), Float32Array.of(28, 38));
  assertEquals(await store.read("c"), Float32Array.of(46, 56));
  store.write("b", Float32Array.of(1, 2));
  await all.run({}, store);
  assertEquals(await store.read("b"), Float32Array.of(0, 1));
  for (const executable of [all, two]) executable.close();
  store.close();
  await assertRejects(() => store.read("b"), RangeError, "The store has no variable b.");
});

Deno.test("native says which feed is missing", async () => {
  const engine = await native();
  const x = apply(input, [], { name: "x", shape: [2, 3] });
  const executable = await engine.compile(program({ y: ops.exp(x) }));
  await assertRejects(
    () => executable.run({}, engine.store({})),
    RangeError,
    "x needs 6 numbers, found undefined.",
  );
  executable.close();
});

Deno.test("nativeUnavailable() says in one sentence why", () => {
  const yes = () => true;
  assertEquals(nativeUnavailable({ os: "linux", arch: "x86_64" }, yes), undefined);
  assertEquals(
    nativeUnavailable({ os: "darwin", arch: "x86_64" }, yes),
    "ONNX Runtime has no binary for darwin on x86_64.",
  );
  assertEquals(
    nativeUnavailable({ os: "linux", arch: "aarch64" }, (name) => name !== "ffi"),
    "ONNX Runtime needs the permission --allow-ffi.",
  );
});
