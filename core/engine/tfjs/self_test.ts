/** Compares an engine with the loops on a small network's gradients, in well under a second. */
import { gradients } from "../../graph/gradient.ts";
import { apply } from "../../graph/node.ts";
import { graphOps } from "../../graph/ops.ts";
import { input } from "../../graph/primitives/leaves.ts";
import { program } from "../../graph/program.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { Engine } from "../engine.ts";
import { loopsEngine } from "../loops.ts";

const shapes = {
  image: [2, 6, 6, 2],
  kernel: [3, 3, 2, 4],
  bias: [4],
  dense: [36, 3],
  labels: [2, 3],
} as const;

/** Loss and gradients of convolution, bias, ReLU, max pooling, a dense layer and cross-entropy. */
function network() {
  const ops = graphOps();
  const leaf = (name: keyof typeof shapes) => apply(input, [], { name, shape: shapes[name] });
  const [image, kernel, bias, dense] = [leaf("image"), leaf("kernel"), leaf("bias"), leaf("dense")];
  const activated = ops.relu(ops.add(ops.conv2d(image, kernel, { padding: "same" }), bias));
  const pooled = ops.maxPool(activated, { size: [2, 2], stride: [2, 2], padding: "valid" });
  const scores = ops.matmul(ops.reshape(pooled, [2, 36]), dense);
  const each = ops.mul(ops.logProbabilities(ops.softmax(scores)), leaf("labels"));
  const loss = ops.sum(each, [0, 1]);
  const [dImage, dKernel, dBias, dDense] = gradients(loss, [image, kernel, bias, dense]);
  return program({ loss, dImage: dImage!, dKernel: dKernel!, dBias: dBias!, dDense: dDense! });
}

/** Different numbers between −1 and 1, so that no two under a window are equal. */
const spread = (size: number, step: number) =>
  Float32Array.from({ length: size }, (_, i) => 2 * ((i * step + 0.37) % 1) - 1);

/**
 * Runs the test.
 *
 * @returns half a sentence about the first wrong number, or undefined if all are right
 */
export async function selfTest(engine: Engine): Promise<string | undefined> {
  const compared = network();
  const steps = [0.6180339887, 0.7548776662, 0.5698402910, 0.8191725134, 0.6710436067];
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [name, spread(sizeOf(shape), steps[i]!)]),
  );
  const results = [];
  for (const each of [engine, loopsEngine()]) {
    const [executable, store] = [await each.compile(compared), each.store({})];
    results.push(await executable.run(feeds, store));
    executable.close();
    store.close();
  }
  const [found, expected] = results;
  for (const [name, numbers] of Object.entries(expected!)) {
    const largest = numbers.reduce((most, n) => Math.max(most, Math.abs(n)), 0);
    const wrong = numbers.findIndex((n, i) => !(Math.abs(n - found![name]![i]!) < 1e-4 * largest));
    if (wrong >= 0) return `${name} is ${found![name]![wrong]} instead of ${numbers[wrong]}`;
  }
  return undefined;
}
