/** Max and mean pooling by our routines. */
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import { maxPoolGradient } from "../../../graph/primitives/max_pool.ts";
import { type ArrayKernel, loopsKernel } from "../../stepwise/kernel.ts";
import { windowName } from "../windows.ts";
import type { SimdDevice } from "./device.ts";
import { maxPoolGradientByRows, sideBySide } from "./max_pool_gradient.ts";

/** What of a window lies on the image along one axis. */
interface Span {
  readonly from: number;
  readonly size: number;
}

/** The part of each window along an axis that is no padding. */
function spans(
  { size, stride, pad, image, output }: PoolAttributes["window"],
  axis: 0 | 1,
): readonly Span[] {
  return Array.from({ length: output[axis] }, (_, i) => {
    const begin = i * stride[axis] - pad[axis][0];
    const from = Math.max(0, begin);
    return { from, size: Math.min(image[axis], begin + size[axis]) - from };
  });
}

/** Neighbours of one size and `stride` apart, which one call of the routine computes. */
function runs(all: readonly Span[], stride: number): (Span & { readonly count: number })[] {
  const starts = all.flatMap(({ from, size }, i) => {
    const before = all[i - 1];
    // Windows that hang over both borders begin at the same pixel.
    return before?.size === size && before.from + stride === from ? [] : [i];
  });
  return starts.map((first, i) => ({
    ...all[first]!,
    count: (starts[i + 1] ?? all.length) - first,
  }));
}

/** [N, H, W, C] → [N, R, S, C]: the maximum or the mean under each window, without the padding. */
const pool = (kind: "max" | "mean"): ArrayKernel<SimdDevice, PoolAttributes> =>
(
  { simd, free },
  [x],
  { window, imageShape },
  shape,
) => {
  const [batch = 0, height = 0, width = 0, depth = 0] = imageShape;
  const result = simd.make(shape);
  const most = window.size[0] * window.size[1];
  // The factors for 1 to `most` numbers under a window.
  const factors = simd.make([most]);
  simd.view(factors).set(Array.from({ length: most }, (_, i) => kind === "mean" ? 1 / (i + 1) : 1));
  const name = windowName(kind === "mean" ? "sum" : "max");
  const [pixel, row] = [4 * depth, 4 * width * depth];
  const [quads, rest] = [Math.floor(depth / 4), depth % 4];
  const [rows, columns] = [spans(window, 0), runs(spans(window, 1), window.stride[1])];
  let to = simd.address(result);
  for (let n = 0; n < batch; n++) {
    for (const down of rows) {
      const line = simd.address(x!) + (n * height + down.from) * row;
      for (const { from, size, count } of columns) {
        const scale = simd.address(factors) + 4 * (down.size * size - 1);
        const [begin, stride] = [line + from * pixel, window.stride[1] * pixel];
        simd.run(name, count, stride, down.size, row, size, pixel, quads, rest, begin, scale, to);
        to += count * pixel;
      }
    }
  }
  free(factors);
  return result;
};

export const maxPoolKernel = pool("max");
export const meanPoolKernel = pool("mean");

const gradientByLoops = loopsKernel(maxPoolGradient);

/** dx of max pooling. Windows that overlap or are padded are left to the loops. */
export const maxPoolGradientKernel: ArrayKernel<SimdDevice, PoolAttributes> = (
  device,
  inputs,
  attributes,
  shape,
) =>
  sideBySide(attributes)
    ? maxPoolGradientByRows(device.simd, inputs, shape)
    : gradientByLoops(device, inputs, attributes, shape);
