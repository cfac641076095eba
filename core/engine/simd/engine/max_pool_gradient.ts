/** The gradient of max pooling by our routine, for 2×2 windows side by side. */
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import type { Handle } from "../memory.ts";
import type { Simd } from "../simd.ts";

/** Are the windows 2×2, side by side and without padding? */
export const sideBySide = ({ window: { size, stride, pad } }: PoolAttributes): boolean =>
  [...size, ...stride].every((n) => n === 2) && pad.flat().every((n) => n === 0);

/** Computes dx from x, y and dy: one call of the routine per row of windows. */
export function maxPoolGradientByRows(
  simd: Simd,
  inputs: readonly Handle[],
  shape: readonly number[],
): Handle {
  const result = simd.make(shape);
  const [batch = 0, height = 0, width = 0, depth = 0] = shape;
  const [windows, rows] = [Math.floor(width / 2), Math.floor(height / 2)];
  // An odd last row or column is under no window; every other pixel is written below.
  if (height % 2 + width % 2 > 0) simd.view(result).fill(0);
  const [x, y, dy, dx] = [...inputs, result].map(simd.address) as [number, number, number, number];
  const [pixel, row] = [4 * depth, 4 * width * depth];
  const [quads, rest] = [Math.floor(depth / 4), depth % 4];
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < rows; r++) {
      const image = (n * height + 2 * r) * row;
      const out = (n * rows + r) * windows * pixel;
      const addresses = [x + image, y + out, dy + out, dx + image];
      simd.run("maxPoolGradientRow", windows, quads, rest, pixel, row, ...addresses);
    }
  }
  return result;
}
