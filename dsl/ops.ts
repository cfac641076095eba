/**
 * The primitives that a step computes with. `dsl/` only declares them; `core/graph/` implements them
 * as nodes of a dataflow graph, so that a step that uses this interface runs, trains and is
 * differentiated on every engine.
 *
 * All numbers are 32-bit floats. Images are NHWC (batch, height, width, channels), vectors are
 * [batch, length], kernels are [height, width, channels in, channels out].
 */

/** A value in the graph, of which the language knows only the shape. */
export interface Value {
  /** Including the batch, which comes first. */
  readonly shape: readonly number[];
}

/** Rows and columns. */
export type Pair = readonly [number, number];

/** `same` pads with zeros so that n pixels become ⌈n/stride⌉; `valid` does not pad. */
export type Padding = "same" | "valid";

/** How a convolution's window moves. */
export interface ConvWindow {
  /** How many pixels the window moves, along rows and columns; 1. */
  readonly stride?: Pair;
  /** The distance between the taps of the kernel; 1. */
  readonly dilation?: Pair;
  /** `valid` by default. */
  readonly padding?: Padding;
}

/** A pooling window and how it moves. */
export interface PoolWindow {
  /** Rows and columns of the window. */
  readonly size: Pair;
  /** How many pixels it moves, along rows and columns. */
  readonly stride: Pair;
  /** What happens at the border. */
  readonly padding: Padding;
}

/** The primitives, as functions of values. Arithmetic with two operands broadcasts as in NumPy. */
export interface Ops {
  /** A number, or an array with its shape, that is known when the graph is built. */
  constant(data: number | ArrayLike<number>, shape?: readonly number[]): Value;
  /** Random numbers, drawn again in every run from its seed: uniform in [0, 1) or standard normal. */
  random(shape: readonly number[], distribution: "uniform" | "normal"): Value;

  /** Cross-correlation: [n, h, w, c] with a kernel [rows, columns, c, f] → [n, h′, w′, f]. */
  conv2d(x: Value, kernel: Value, options?: ConvWindow): Value;
  /**
   * The gradient of `conv2d` for its image, as a layer of its own: [n, h, w, c] with a kernel
   * [rows, columns, f, c] → [n, h′, w′, f] with [h′, w′] = `size`, for which a convolution with this
   * window gives [h, w].
   */
  conv2dTranspose(x: Value, kernel: Value, size: Pair, options?: ConvWindow): Value;
  /** The largest number of each window, channel by channel: [n, h, w, c] → [n, h′, w′, c]. */
  maxPool(x: Value, options: PoolWindow): Value;
  /** The mean of each window, channel by channel; padding is not counted. */
  meanPool(x: Value, options: PoolWindow): Value;
  /** The matrix product [m, k] × [k, n] → [m, n]. */
  matmul(a: Value, b: Value): Value;

  /** a + b. */
  add(a: Value, b: Value): Value;
  /** a − b. */
  sub(a: Value, b: Value): Value;
  /** a · b. */
  mul(a: Value, b: Value): Value;
  /** a / b. */
  div(a: Value, b: Value): Value;
  /** The larger of a and b. */
  maximum(a: Value, b: Value): Value;
  /** The smaller of a and b. */
  minimum(a: Value, b: Value): Value;
  /** 1 where a > b, else 0. Its gradient is 0. */
  greater(a: Value, b: Value): Value;

  /** eˣ. */
  exp(x: Value): Value;
  /** The natural logarithm. */
  log(x: Value): Value;
  /** The square root. */
  sqrt(x: Value): Value;
  /** The hyperbolic tangent. */
  tanh(x: Value): Value;
  /** 1/(1 + e⁻ˣ). */
  sigmoid(x: Value): Value;
  /** The larger of 0 and x. */
  relu(x: Value): Value;
  /** x where x > 0, else eˣ − 1. */
  elu(x: Value): Value;
  /** eˣ, divided by its sum along the last axis. */
  softmax(x: Value): Value;
  /**
   * The logarithm of probabilities along the last axis. For the output of a softmax it is computed
   * from the softmax's input, which is stable. Any other value is divided by its sum and clipped to
   * [1e-7, 1 − 1e-7] first, as in Keras's `categorical_crossentropy`.
   */
  logProbabilities(x: Value): Value;

  /** The sum along these axes, which vanish unless `keepDims` leaves them with size 1. */
  sum(x: Value, axes: readonly number[], keepDims?: boolean): Value;
  /** The mean along these axes, which vanish unless `keepDims` leaves them with size 1. */
  mean(x: Value, axes: readonly number[], keepDims?: boolean): Value;

  /** The same numbers in the same order, in another shape. */
  reshape(x: Value, shape: readonly number[]): Value;
  /** Axis i of the result is axis `permutation[i]` of x. */
  transpose(x: Value, permutation: readonly number[]): Value;
  /** Joins values along an axis. */
  concat(xs: readonly Value[], axis: number): Value;
  /** The block of this size that begins at these indices. */
  slice(x: Value, begin: readonly number[], size: readonly number[]): Value;
  /** Adds zeros before and after the numbers of each axis. */
  pad(x: Value, before: readonly number[], after: readonly number[]): Value;
  /** Selects entries along the last axis: y[…, j] = x[…, indices[j]]. */
  gather(x: Value, indices: readonly number[]): Value;
  /** Class numbers [n] → zeros and ones [n, depth]. */
  oneHot(labels: Value, depth: number): Value;
}
