/** One battery for all engines: every primitive on shapes that reach each engine's fast and slow paths. */
import type { Node } from "../../core/graph/node.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { constantOf } from "../../core/graph/primitives/leaves.ts";
import { broadcast } from "../../core/graph/primitives/sum.ts";
import { matmul } from "../../core/graph/primitives/matmul.ts";
import { logSoftmax } from "../../core/graph/primitives/softmax.ts";
import type { Padding, Pair } from "../../dsl/ops.ts";
import { numbers } from "./against_loops.ts";

/** A node to build over inputs of given shapes. */
export interface PrimitiveCase {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly build: (...inputs: Node[]) => Node;
  /** The inputs' numbers, given their count and a seed; by default they do not repeat. */
  readonly make?: (n: number, seed: number) => Float32Array;
}

const ops = graphOps();
const positive = (x: Node) => ops.add(ops.mul(x, x), constantOf(0.1));

const convs: [image: number[], kernel: number[], stride: Pair, dilation: Pair, Padding][] = [
  [[2, 9, 9, 3], [3, 3, 3, 5], [1, 1], [1, 1], "same"],
  [[2, 11, 8, 4], [3, 3, 4, 16], [2, 2], [1, 1], "same"],
  [[2, 11, 8, 4], [3, 3, 4, 16], [2, 2], [1, 1], "valid"],
  [[2, 12, 12, 7], [5, 5, 7, 20], [1, 1], [1, 1], "valid"],
  [[1, 10, 10, 6], [2, 3, 6, 24], [1, 1], [1, 1], "same"],
  [[2, 10, 10, 8], [1, 1, 8, 32], [1, 1], [1, 1], "same"],
  [[2, 12, 12, 5], [3, 3, 5, 33], [1, 1], [2, 2], "same"],
  [[2, 9, 9, 4], [3, 3, 4, 17], [3, 3], [1, 1], "valid"],
  [[2, 14, 13, 3], [1, 1, 3, 2], [3, 3], [1, 1], "valid"],
  [[2, 13, 14, 2], [1, 2, 2, 2], [2, 3], [1, 1], "same"],
  [[2, 13, 12, 2], [5, 1, 2, 2], [2, 1], [2, 3], "valid"],
  [[3, 4, 5, 2], [4, 5, 2, 3], [1, 1], [1, 1], "valid"],
  [[1, 3, 3, 1], [5, 5, 1, 1], [1, 1], [1, 1], "same"],
  // Panels of 8, 4 and 1 columns together, with rows that fill tiles and rows that are left over.
  [[2, 6, 6, 13], [3, 3, 13, 13], [1, 1], [1, 1], "same"],
  [[2, 6, 6, 10], [5, 5, 10, 14], [1, 1], [1, 1], "same"],
  [[1, 7, 9, 4], [3, 2, 4, 9], [2, 3], [2, 1], "same"],
  [[2, 9, 7, 3], [2, 3, 3, 6], [3, 2], [1, 2], "same"],
  // One channel: with rows of results for more than one part of an image.
  [[2, 9, 7, 1], [3, 3, 1, 10], [1, 1], [1, 1], "same"],
  [[1, 40, 43, 1], [5, 5, 1, 8], [2, 1], [1, 2], "valid"],
  // 3×3 kernels whose channels are quads: even and odd results, more blocks than fit a part of a
  // batch, in one image and in many.
  [[3, 7, 9, 8], [3, 3, 8, 12], [1, 1], [1, 1], "same"],
  [[2, 8, 10, 12], [3, 3, 12, 8], [1, 1], [1, 1], "valid"],
  [[2, 8, 9, 16], [3, 3, 16, 20], [1, 1], [1, 1], "valid"],
  [[1, 69, 67, 8], [3, 3, 8, 8], [1, 1], [1, 1], "same"],
  [[70, 8, 8, 8], [3, 3, 8, 8], [1, 1], [1, 1], "same"],
  // A square image.
  [[2, 8, 8, 3], [2, 2, 3, 5], [1, 2], [1, 1], "same"],
  // One channel and one filter, with rows of 16, 4 and 1 pixels together.
  [[2, 5, 27, 1], [3, 3, 1, 1], [1, 1], [1, 1], "same"],
  [[2, 7, 41, 1], [2, 3, 1, 1], [1, 1], [2, 3], "valid"],
];

const pools: [image: number[], size: Pair, stride: Pair, Padding][] = [
  [[2, 6, 8, 3], [2, 2], [2, 2], "valid"],
  [[2, 7, 9, 3], [2, 2], [2, 2], "valid"],
  [[2, 7, 9, 2], [2, 2], [2, 2], "same"],
  [[2, 6, 9, 3], [3, 3], [2, 2], "valid"],
  [[1, 10, 9, 1], [3, 3], [1, 1], "same"],
  [[2, 10, 8, 2], [3, 2], [1, 3], "same"],
  [[2, 5, 5, 4], [5, 5], [5, 5], "valid"],
  [[2, 6, 4, 9], [2, 2], [2, 2], "valid"],
  // Square images, on which exchanged sizes or strides give a result of the same shape.
  [[2, 8, 8, 3], [2, 3], [2, 1], "same"],
  [[2, 8, 8, 5], [3, 3], [1, 1], "same"],
];

/** Three different numbers only, so that the pixels under a window tie. */
const ties = (n: number, seed: number) => numbers(n, seed).map((value) => Math.round(value));

/** All cases. */
export const primitiveCases: readonly PrimitiveCase[] = [
  ...convs.map(([image, kernel, stride, dilation, padding]) => ({
    name: `conv2d of ${image} by ${kernel}, stride ${stride}, dilation ${dilation}, ${padding}`,
    shapes: [image, kernel],
    build: (x: Node, w: Node) => ops.conv2d(x, w, { stride, dilation, padding }),
  })),
  ...pools.flatMap(([image, size, stride, padding]) =>
    (["maxPool", "meanPool"] as const).map((kind) => ({
      name: `${kind} of ${image} by ${size}, stride ${stride}, ${padding}`,
      shapes: [image],
      build: (x: Node) => ops[kind](x, { size, stride, padding }),
    }))
  ),
  ...pools.map(([image, size, stride, padding]) => ({
    name: `maxPool of ties on ${image} by ${size}, stride ${stride}, ${padding}`,
    shapes: [image],
    build: (x: Node) => ops.maxPool(x, { size, stride, padding }),
    make: ties,
  })),
  {
    name: "maxPool of a convolution's ties",
    shapes: [[2, 6, 8, 2], [1, 1, 2, 3]],
    build: (x, w) =>
      ops.maxPool(ops.conv2d(x, w), { size: [2, 2], stride: [2, 2], padding: "valid" }),
    make: ties,
  },
  ...[[false, false], [true, false], [false, true], [true, true]].map(([a, b]) => ({
    name: `matmul, transposed ${a} ${b}`,
    shapes: [a ? [5, 3] : [3, 5], b ? [7, 5] : [5, 7]],
    build: (x: Node, y: Node) =>
      apply(matmul, [x, y], { transposeA: a === true, transposeB: b === true }),
  })),
  ...[[6, 8], [7, 13], [13, 30]].map(([rows = 0, columns = 0]) => ({
    name: `a product of ${rows} rows and ${columns} columns with its bias`,
    shapes: [[rows, 9], [9, columns], [columns]],
    build: (x: Node, w: Node, b: Node) => ops.add(ops.matmul(x, w), b),
  })),
  {
    name: "a convolution with its bias",
    shapes: [[2, 6, 5, 3], [3, 3, 3, 10], [10]],
    build: (x, w, b) => ops.add(ops.conv2d(x, w, { padding: "same" }), b),
  },
  {
    name: "a convolution of one channel with one filter and its bias",
    shapes: [[2, 6, 9, 1], [3, 3, 1, 1], [1]],
    build: (x, w, b) => ops.add(ops.conv2d(x, w, { padding: "same" }), b),
  },
  {
    name: "a product that is needed without its bias too",
    shapes: [[3, 4], [4, 5], [5]],
    build: (x, w, b) => {
      const product = ops.matmul(x, w);
      return ops.mul(ops.add(product, b), product);
    },
  },
  {
    name: "arithmetic that goes out and comes back",
    shapes: [[5, 7], [7]],
    build: (x, b) => {
      const first = ops.mul(x, constantOf(2));
      const apart = ops.tanh(ops.add(first, b));
      return ops.div(ops.sub(apart, first), ops.add(ops.mul(first, first), constantOf(1)));
    },
  },
  {
    name: "arithmetic on single numbers and on arrays",
    shapes: [[], [3, 6]],
    build: (a, x) => ops.mul(ops.add(ops.mul(a, a), constantOf(1)), ops.sub(x, a)),
  },
  ...(["add", "sub", "mul", "div", "maximum", "minimum", "greater"] as const).flatMap((name) =>
    [
      [[2, 3, 4, 5], [2, 3, 4, 5]],
      [[2, 3, 4, 5], [5]],
      [[4, 3], [4, 1]],
      [[1, 3], [4, 1]],
      [[], [4, 3]],
      [[4, 3], []],
    ].map(([a, b]) => ({
      name: `${name} of [${a}] and [${b}]`,
      shapes: [a!, b!],
      build: (x: Node, y: Node) => ops[name](x, name === "div" ? positive(y) : y),
    }))
  ),
  ...(["exp", "tanh", "sigmoid", "relu", "elu"] as const).map((name) => ({
    name,
    shapes: [[3, 17]],
    build: (x: Node) => ops[name](ops.mul(x, constantOf(3))),
  })),
  ...(["log", "sqrt"] as const).map((name) => ({
    name,
    shapes: [[3, 17]],
    build: (x: Node) => ops[name](positive(x)),
  })),
  {
    name: "softmax of large scores",
    shapes: [[3, 10]],
    build: (x) => ops.softmax(ops.add(ops.mul(x, constantOf(5)), constantOf(200))),
  },
  { name: "softmax", shapes: [[3, 10]], build: (x) => ops.softmax(x) },
  { name: "logSoftmax", shapes: [[3, 10]], build: (x) => apply(logSoftmax, [x], {}) },
  ...[[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].map((axes) => ({
    name: `sum over axes ${axes}`,
    shapes: [[3, 4, 5]],
    build: (x: Node) => ops.sum(x, axes),
  })),
  { name: "sum, axes kept", shapes: [[3, 4, 5]], build: (x) => ops.sum(x, [0, 1], true) },
  {
    name: "broadcast",
    shapes: [[3, 1]],
    build: (x) => apply(broadcast, [x], { shape: [2, 3, 4] }),
  },
  {
    name: "reshape",
    shapes: [[4, 6]],
    build: (x) => ops.mul(ops.reshape(x, [3, 8]), constantOf(2)),
  },
  ...[[1, 0, 2, 3], [3, 1, 2, 0], [0, 3, 1, 2]].map((permutation) => ({
    name: `transpose by ${permutation}`,
    shapes: [[2, 3, 4, 5]],
    build: (x: Node) => ops.transpose(x, permutation),
  })),
  ...[0, 1, 2].map((axis) => ({
    name: `concat of equal shapes along axis ${axis}`,
    shapes: [[3, 3, 3], [3, 3, 3]],
    build: (a: Node, b: Node) => ops.concat([a, b], axis),
  })),
  ...[0, 1, 2].map((axis) => ({
    name: `slice of a cube along axis ${axis}`,
    shapes: [[4, 4, 4]],
    build: (x: Node) =>
      ops.slice(
        x,
        [0, 1, 2].map((i) => Number(i === axis)),
        [0, 1, 2].map((i) => i === axis ? 2 : 4),
      ),
  })),
  ...[0, 1, 2, 3].map((axis) => ({
    name: `concat along axis ${axis}`,
    shapes: [0, 1, 2].map((k) => [2, 3, 4, 5].map((n, i) => i === axis ? n + k : n)),
    build: (...xs: Node[]) => ops.concat(xs, axis),
  })),
  {
    name: "slice",
    shapes: [[3, 4, 5, 6]],
    build: (x) => ops.slice(x, [1, 0, 2, 3], [2, 3, 2, 3]),
  },
  { name: "pad", shapes: [[2, 3, 4]], build: (x) => ops.pad(x, [1, 0, 2], [0, 2, 1]) },
  { name: "gather", shapes: [[2, 3, 4]], build: (x) => ops.gather(x, [3, 0, 3]) },
  {
    name: "oneHot",
    shapes: [[6], [3]],
    build: (x, y) =>
      ops.mul(
        ops.oneHot(ops.add(ops.greater(x, constantOf(0)), ops.greater(x, constantOf(0.5))), 3),
        y,
      ),
  },
];
