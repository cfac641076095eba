/** A small network with weights that give clear answers, and pictures for it. */
import { initialWeights, type Weights } from "../../core/weights/initial_weights.ts";
import { seededRandom } from "../../core/base/random.ts";
import type { Tensor } from "../../core/graph/tensor.ts";
import {
  adam,
  batchNorm,
  branches,
  conv,
  dense,
  dropout,
  flatten,
  input,
  normalize,
  pipeline,
  pool,
  train,
} from "../../dsl/mod.ts";

/** Every kind of layer that the chapter's networks have, and some more. */
export const net = pipeline(
  input(12, 12, 1, { classes: 10 }),
  normalize(),
  conv(8, { kernel: 3, padding: "same", activation: "relu" }),
  pool(2),
  branches(
    [conv(6, { kernel: 1, activation: "elu" })],
    [pool(3, { kind: "mean", stride: 1, padding: "same" }), conv(5, { kernel: 1 })],
  ),
  batchNorm(),
  conv(7, { kernel: 3, stride: 2, activation: "tanh" }),
  dropout(0.25),
  flatten(),
  dense(16, "relu"),
  dense(10, "softmax"),
  train({
    epochs: 3,
    batchSize: 8,
    optimizer: adam({ learningRate: 0.01 }),
    validationSplit: 0.25,
  }),
);

/** The pipeline as a page holds it. */
export const json: unknown = JSON.parse(JSON.stringify(net));

/** Drawn weights, the last kernel ten times as large, so that probabilities are not all near 0.1. */
export function exampleWeights(): Weights {
  const weights = initialWeights(net, seededRandom(11));
  const last = weights["dense2/kernel"]!;
  return { ...weights, "dense2/kernel": { ...last, data: last.data.map((value) => 10 * value) } };
}

/** `count` pictures of seeded numbers from 0 to 255, [count, 12, 12, 1]. */
export function pictures(count: number): Tensor {
  const random = seededRandom(12);
  return {
    shape: [count, 12, 12, 1],
    data: Float32Array.from({ length: count * 144 }, () => random.below(256)),
  };
}

/** Examples with the classes 0 to 9 in turn. */
export function examples(count: number) {
  const { data: x } = pictures(count);
  const y = Float32Array.from({ length: count }, (_, i) => i % 10);
  return { count, shape: [12, 12, 1], x, y };
}

/** One of the pictures, without a batch axis. */
export const picture = ({ shape: [, ...shape], data }: Tensor, i: number): Tensor => ({
  shape,
  data: data.slice(144 * i, 144 * (i + 1)),
});
