/** The language's primitives (dsl/ops.ts) as nodes of a graph. */
import type { ConvWindow, Ops, PoolWindow, Value } from "../../dsl/ops.ts";
import { sizeOf } from "./tensor.ts";
import { apply, type Node, type Primitive, type Shape } from "./node.ts";
import * as binary from "./primitives/binary.ts";
import { conv2d, conv2dImageGradient } from "./primitives/conv2d.ts";
import { gather, oneHot } from "./primitives/gather.ts";
import { constantOf, random } from "./primitives/leaves.ts";
import { matmul } from "./primitives/matmul.ts";
import { maxPool } from "./primitives/max_pool.ts";
import { meanPool } from "./primitives/mean_pool.ts";
import { reshape } from "./primitives/reshape.ts";
import { concat, pad, slice } from "./primitives/slice.ts";
import { logSoftmax, softmax } from "./primitives/softmax.ts";
import { sum } from "./primitives/sum.ts";
import { transpose } from "./primitives/transpose.ts";
import * as unary from "./primitives/unary.ts";
import { windowOn } from "./window.ts";

/** `Ops` whose values are graph nodes. */
export type GraphOps = { [K in keyof Ops]: (...args: Parameters<Ops[K]>) => Node };

// The language gets all its values from these functions, so each of them is a node.
const node = (value: Value): Node => value as Node;

type None = Record<never, never>;
const one = (primitive: Primitive<None>) => (x: Value) => apply(primitive, [node(x)], {});
const two = (primitive: Primitive<None>) => (a: Value, b: Value) =>
  apply(primitive, [node(a), node(b)], {});

const pooling = (primitive: typeof maxPool) => (x: Value, options: PoolWindow) =>
  apply(primitive, [node(x)], {
    window: windowOn(x.shape, options.size, options.stride, [1, 1], options.padding),
    imageShape: x.shape,
  });

const same = (a: Shape, b: Shape) => a.join() === b.join();

/** The language's primitives for one graph. Its random leaves are numbered in order of creation. */
export function graphOps(): GraphOps {
  let draws = 0;
  const multiply = two(binary.mul);
  const ops: GraphOps = {
    constant: (data, shape) => constantOf(data, shape),
    random: (shape, distribution) =>
      apply(random, [], { name: `random/${++draws}`, shape, distribution }),
    conv2d(x, kernel, { stride = [1, 1], dilation = [1, 1], padding = "valid" }: ConvWindow = {}) {
      const [height = 0, width = 0] = kernel.shape;
      return apply(conv2d, [node(x), node(kernel)], {
        window: windowOn(x.shape, [height, width], stride, dilation, padding),
        imageShape: x.shape,
        kernelShape: kernel.shape,
      });
    },
    conv2dTranspose(x, kernel, size, window: ConvWindow = {}) {
      const { stride = [1, 1], dilation = [1, 1], padding = "valid" } = window;
      const [height = 0, width = 0, filters = 0] = kernel.shape;
      const imageShape = [x.shape[0] ?? 0, ...size, filters];
      return apply(conv2dImageGradient, [node(x), node(kernel)], {
        window: windowOn(imageShape, [height, width], stride, dilation, padding),
        imageShape,
        kernelShape: kernel.shape,
      });
    },
    maxPool: pooling(maxPool),
    meanPool: pooling(meanPool),
    matmul: (a, b) => apply(matmul, [node(a), node(b)], { transposeA: false, transposeB: false }),
    add: two(binary.add),
    sub: two(binary.sub),
    mul: multiply,
    div: two(binary.div),
    maximum: two(binary.maximum),
    minimum: two(binary.minimum),
    greater: two(binary.greater),
    exp: one(unary.exp),
    log: one(unary.log),
    sqrt: one(unary.sqrt),
    tanh: one(unary.tanh),
    sigmoid: one(unary.sigmoid),
    relu: one(unary.relu),
    elu: one(unary.elu),
    softmax: one(softmax),
    logProbabilities(x) {
      const { primitive, inputs: [scores] } = node(x);
      // log(softmax(s)) overflows for large s; logSoftmax(s) is the same number and does not.
      if (primitive.name === softmax.name) return apply(logSoftmax, [scores!], {});
      const shares = ops.div(x, ops.sum(x, [x.shape.length - 1], true));
      return ops.log(ops.minimum(ops.maximum(shares, constantOf(1e-7)), constantOf(1 - 1e-7)));
    },
    sum: (x, axes, keepDims = false) =>
      apply(sum, [node(x)], { axes: [...axes].sort((a, b) => a - b), keepDims }),
    mean(x, axes, keepDims = false) {
      const count = axes.reduce((n, axis) => n * x.shape[axis]!, 1);
      return multiply(ops.sum(x, axes, keepDims), constantOf(1 / count));
    },
    reshape: (x, shape) => same(x.shape, shape) ? node(x) : apply(reshape, [node(x)], { shape }),
    transpose(x, permutation) {
      // Moving axes of size 1 leaves the numbers in order: a reshape, which copies nothing, will do.
      const moved = permutation.filter((axis) => x.shape[axis] !== 1);
      const inOrder = moved.every((axis, i) => i === 0 || axis > moved[i - 1]!);
      return inOrder
        ? ops.reshape(x, permutation.map((axis) => x.shape[axis]!))
        : apply(transpose, [node(x)], { permutation });
    },
    concat: (xs, axis) => xs.length === 1 ? node(xs[0]!) : apply(concat, xs.map(node), { axis }),
    slice: (x, begin, size) =>
      same(x.shape, size) ? node(x) : apply(slice, [node(x)], { begin, size }),
    pad: (x, before, after) =>
      sizeOf([...before, ...after].map((n) => n + 1)) === 1
        ? node(x)
        : apply(pad, [node(x)], { before, after }),
    gather: (x, indices) => apply(gather, [node(x)], { indices }),
    oneHot: (labels, depth) => apply(oneHot, [node(labels)], { depth }),
  };
  return ops;
}
