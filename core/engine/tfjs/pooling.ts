/** The gradient of max pooling, computed in the backend's memory because tfjs's kernel is slow on wasm. */
import type { PoolAttributes } from "../../graph/primitives/max_pool.ts";
import { maxPoolGradientByRows, sideBySide } from "../simd/engine/max_pool_gradient.ts";
import type { DeviceKernel } from "./device.ts";

/** Computes the common case, 2×2 windows side by side, without branches; other windows use `fallback`. */
export const maxPoolGradientKernel =
  (fallback: DeviceKernel<PoolAttributes>): DeviceKernel<PoolAttributes> =>
  (
    device,
    inputs,
    attributes,
    shape,
  ) => {
    if (!sideBySide(attributes) || !device.memory) {
      return fallback(device, inputs, attributes, shape);
    }
    if (device.simd) return maxPoolGradientByRows(device.simd, inputs, shape);
    const { make, view } = device.memory;
    const result = make(shape);
    const [x, y, dy] = inputs.map((handle) => view(handle)) as Float32Array[];
    const dx = view(result);
    const [batch = 0, height = 0, width = 0, depth = 0] = shape;
    // An odd last row or column is under no window; every other pixel is written below.
    if (height % 2 + width % 2 > 0) dx.fill(0);
    const row = width * depth;
    let out = 0;
    for (let n = 0; n < batch; n++) {
      for (let r = 0; r + 1 < height; r += 2) {
        for (let c = 0; c + 1 < width; c += 2) {
          const [a, b] = [((n * height + r) * width + c) * depth, depth];
          for (let k = a; k < a + depth; k++, out++) {
            const [top, gradient] = [y![out]!, dy![out]!];
            // The first maximum in reading order gets the gradient. There are no branches, because the
            // processor cannot predict which of the four it is, and a misprediction costs more than
            // four writes.
            const first = x![k] === top ? 1 : 0;
            const second = (x![k + b] === top ? 1 : 0) & (first ^ 1);
            const third = (x![k + row] === top ? 1 : 0) & ((first | second) ^ 1);
            dx[k] = first * gradient;
            dx[k + b] = second * gradient;
            dx[k + row] = third * gradient;
            dx[k + row + b] = ((first | second | third) ^ 1) * gradient;
          }
        }
      }
    }
    return result;
  };
