/** How a window slides over an image: the arithmetic shared by convolution and pooling. */
import type { Padding, Pair } from "../../dsl/ops.ts";
import type { Shape } from "./node.ts";

/** A window on images of one size, with its padding and the size of its result worked out. */
export interface WindowGeometry {
  readonly size: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** The rule that the padding follows. */
  readonly padding: Padding;
  /** Rows before and after, columns before and after. */
  readonly pad: readonly [Pair, Pair];
  /** Rows and columns of the image. */
  readonly image: Pair;
  /** Rows and columns of the result: ⌊(n + p − ((k − 1)·d + 1)) / s⌋ + 1. */
  readonly output: Pair;
}

const alongAxis = (n: number, k: number, s: number, d: number, padding: Padding) => {
  const span = (k - 1) * d + 1;
  const out = padding === "same" ? Math.ceil(n / s) : Math.floor((n - span) / s) + 1;
  const total = padding === "same" ? Math.max((out - 1) * s + span - n, 0) : 0;
  // TensorFlow puts the odd row of padding at the end.
  const before = Math.floor(total / 2);
  return { out, pad: [before, total - before] as const };
};

/**
 * Works out a window's padding and result on an image batch.
 *
 * @param shape [batch, height, width, channels]
 * @param size rows and columns of the window
 * @param stride pixels from one window to the next, down and across
 * @param dilation pixels from one tap to the next, down and across
 * @throws {RangeError} If the shape has not four axes or the window is larger than the image.
 */
export function windowOn(
  shape: Shape,
  size: Pair,
  stride: Pair,
  dilation: Pair,
  padding: Padding,
): WindowGeometry {
  const [, height, width] = shape;
  if (shape.length !== 4 || height === undefined || width === undefined) {
    throw new RangeError(`a window needs [batch, height, width, channels], found [${shape}]`);
  }
  const rows = alongAxis(height, size[0], stride[0], dilation[0], padding);
  const columns = alongAxis(width, size[1], stride[1], dilation[1], padding);
  if (rows.out < 1 || columns.out < 1) {
    throw new RangeError(`a ${size.join("x")} window does not fit in ${height}x${width}`);
  }
  return {
    size,
    stride,
    dilation,
    padding,
    pad: [rows.pad, columns.pad],
    image: [height, width],
    output: [rows.out, columns.out],
  };
}

/**
 * Calls `visit` for every output pixel and every image pixel under its window, in the order of the
 * output and then of the window. Pixels are numbered row by row; `tap` numbers the window's
 * positions in the same way.
 */
export function eachTap(
  window: WindowGeometry,
  visit: (output: number, input: number, tap: number) => void,
): void {
  const { size, stride, dilation, pad, image, output } = window;
  for (let row = 0; row < output[0]; row++) {
    for (let column = 0; column < output[1]; column++) {
      for (let i = 0; i < size[0]; i++) {
        const y = row * stride[0] + i * dilation[0] - pad[0][0];
        if (y < 0 || y >= image[0]) continue;
        for (let j = 0; j < size[1]; j++) {
          const x = column * stride[1] + j * dilation[1] - pad[1][0];
          if (x < 0 || x >= image[1]) continue;
          visit(row * output[1] + column, y * image[1] + x, i * size[1] + j);
        }
      }
    }
  }
}
