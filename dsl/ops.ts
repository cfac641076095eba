/**
 * What a step may compute with: the machine's primitives, seen from the language. `dsl/` only names
 * them; `core/graph/` implements them as nodes of a dataflow graph, so that a step written against
 * this interface runs, trains and is differentiated on every engine.
 *
 * All numbers are 32-bit floats. Images are NHWC (batch, height, width, channels), vectors are
 * [batch, length], kernels are [height, width, channels in, channels out].
 */

/** A value in the graph, known to the language only by its shape (batch first). */
export interface Value {
  readonly shape: readonly number[];
}

/** Rows and columns. */
export type Pair = readonly [number, number];

/** `same` pads with zeros so that the output is ⌈n/stride⌉; `valid` does not pad. */
export type Padding = "same" | "valid";

/** How a convolution's window moves. */
export interface ConvWindow {
  readonly stride?: Pair;
  readonly dilation?: Pair;
  readonly padding?: Padding;
}

/** A pooling window and how it moves. */
export interface PoolWindow {
  readonly size: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
}

/** The primitives, as functions from values to values. Two-operand arithmetic broadcasts as numpy does. */
export interface Ops {
  /** A number, or an array with its shape, known when the graph is built. */
  constant(data: number | ArrayLike<number>, shape?: readonly number[]): Value;
  /** Numbers drawn anew at every run from the run's seed: uniform in [0, 1) or standard normal. */
  random(shape: readonly number[], distribution: "uniform" | "normal"): Value;

  conv2d(x: Value, kernel: Value, options?: ConvWindow): Value;
  maxPool(x: Value, options: PoolWindow): Value;
  /** Mean over the part of the window that lies inside the image (padding is not counted). */
  meanPool(x: Value, options: PoolWindow): Value;
  /** [m, k] × [k, n] → [m, n]. */
  matmul(a: Value, b: Value): Value;

  add(a: Value, b: Value): Value;
  sub(a: Value, b: Value): Value;
  mul(a: Value, b: Value): Value;
  div(a: Value, b: Value): Value;
  maximum(a: Value, b: Value): Value;
  minimum(a: Value, b: Value): Value;
  /** 1 where a > b, else 0. Its gradient is 0. */
  greater(a: Value, b: Value): Value;

  exp(x: Value): Value;
  log(x: Value): Value;
  sqrt(x: Value): Value;
  tanh(x: Value): Value;
  sigmoid(x: Value): Value;
  relu(x: Value): Value;
  elu(x: Value): Value;
  /** Along the last axis. */
  softmax(x: Value): Value;
  /** The logarithm of a softmax's output, computed from what went into it (stable); else log(max(x, 1e-7)). */
  logProbabilities(x: Value): Value;

  sum(x: Value, axes: readonly number[], keepDims?: boolean): Value;
  mean(x: Value, axes: readonly number[], keepDims?: boolean): Value;

  reshape(x: Value, shape: readonly number[]): Value;
  transpose(x: Value, permutation: readonly number[]): Value;
  concat(xs: readonly Value[], axis: number): Value;
  slice(x: Value, begin: readonly number[], size: readonly number[]): Value;
  /** Zeros around each axis. */
  pad(x: Value, before: readonly number[], after: readonly number[]): Value;
  /** Picks entries along the last axis: y[..., j] = x[..., indices[j]]. */
  gather(x: Value, indices: readonly number[]): Value;
  /** [n] class numbers → [n, depth] zeros and ones. */
  oneHot(labels: Value, depth: number): Value;
}
