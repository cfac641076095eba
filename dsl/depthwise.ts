/**
 * Convolution of each channel by itself, from slices, products and sums: a kernel of k·k taps takes
 * k·k passes over the image, and none of them mixes channels. Every engine can compute and
 * differentiate it.
 */
import type { Ops, Padding, Pair, Value } from "./ops.ts";

/** How much to add before and after an axis, and how many positions the window has there. */
interface AxisGeometry {
  readonly before: number;
  readonly after: number;
  readonly positions: number;
}

/** TensorFlow's rule: an odd pixel of padding goes to the end. */
function geometry(n: number, k: number, s: number, padding: Padding): AxisGeometry {
  const positions = padding === "same" ? Math.ceil(n / s) : Math.floor((n - k) / s) + 1;
  // The axis is padded to a whole number of strides, so that it can be cut into phases.
  const needed = (Math.ceil((k - 1) / s) + positions) * s;
  const total = padding === "same" ? Math.max((positions - 1) * s + k - n, 0) : 0;
  const before = Math.floor(total / 2);
  return { before, after: Math.max(needed - n - before, 0), positions };
}

/**
 * The depthwise convolution y[n, i, j, c·m + q] = Σ x[n, i·s + a, j·s + b, c] · w[a, b, c, q].
 *
 * @param x [n, h, w, c]
 * @param kernel [rows, columns, c, m]
 * @returns [n, h′, w′, c·m]
 */
export function depthwise(
  ops: Ops,
  x: Value,
  kernel: Value,
  stride: Pair,
  padding: Padding,
): Value {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [rows = 1, columns = 1, , multiplier = 1] = kernel.shape;
  const down = geometry(height, rows, stride[0], padding);
  const across = geometry(width, columns, stride[1], padding);
  const padded = ops.pad(
    x,
    [0, down.before, across.before, 0],
    [0, down.after, across.after, 0],
  );
  const [lines, places] = [
    Math.floor((height + down.before + down.after) / stride[0]),
    Math.floor((width + across.before + across.after) / stride[1]),
  ];
  const whole = ops.slice(padded, [0, 0, 0, 0], [
    batch,
    lines * stride[0],
    places * stride[1],
    channels,
  ]);
  // Pixels whose row and column leave the same remainders lie side by side in one phase.
  const phase = (a: number, b: number): Value => {
    if (stride[0] === 1 && stride[1] === 1) return whole;
    const split = ops.reshape(whole, [batch * lines, stride[0], places, stride[1] * channels]);
    const cut = ops.slice(split, [0, a, 0, b * channels], [batch * lines, 1, places, channels]);
    return ops.reshape(cut, [batch, lines, places, channels]);
  };
  const phases = Array.from(
    { length: Math.min(stride[0], rows) },
    (_, a) => Array.from({ length: Math.min(stride[1], columns) }, (_, b) => phase(a, b)),
  );
  const output = [batch, down.positions, across.positions, channels];
  const products: Value[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const [top, left] = [Math.floor(i / stride[0]), Math.floor(j / stride[1])];
      const under = ops.slice(
        phases[i % stride[0]]![j % stride[1]]!,
        [0, top, left, 0],
        output,
      );
      const tap = ops.reshape(
        ops.slice(kernel, [i, j, 0, 0], [1, 1, channels, multiplier]),
        [channels, multiplier],
      );
      // With a multiplier of 1 the channels stay the last axis, over which engines run fastest.
      products.push(
        multiplier === 1
          ? ops.mul(under, ops.reshape(tap, [channels]))
          : ops.mul(ops.reshape(under, [batch * output[1]! * output[2]!, channels, 1]), tap),
      );
    }
  }
  const sum = products.reduce((a, b) => ops.add(a, b));
  return ops.reshape(sum, [batch, down.positions, across.positions, channels * multiplier]);
}
