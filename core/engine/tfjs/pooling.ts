/** The gradient of max pooling on the backend's memory: tfjs's own is slow on wasm. */
import type { PoolAttributes } from "../../graph/primitives/max_pool.ts";
import type { Kernel } from "./kernels.ts";

/** The common case, windows of 2×2 side by side, without a branch a tap; others take the loops. */
export const maxPoolGradientKernel = (loops: Kernel<PoolAttributes>): Kernel<PoolAttributes> =>
(
  device,
  inputs,
  attributes,
  shape,
) => {
  const { window: { size, stride, pad } } = attributes;
  const sideBySide = [...size, ...stride].every((n) => n === 2) &&
    pad.flat().every((n) => n === 0);
  if (!sideBySide) return loops(device, inputs, attributes, shape);
  const result = device.make(shape);
  const [x, y, dy] = inputs.map((handle) => device.view(handle)) as Float32Array[];
  const dx = device.view(result).fill(0);
  const [batch = 0, height = 0, width = 0, depth = 0] = shape;
  const row = width * depth;
  let out = 0;
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r + 1 < height; r += 2) {
      for (let c = 0; c + 1 < width; c += 2) {
        let at = ((n * height + r) * width + c) * depth;
        for (let k = 0; k < depth; k++, at++, out++) {
          const [top, slope] = [y![out]!, dy![out]!];
          // The first maximum in reading order takes it all.
          if (x![at] === top) dx[at] = slope;
          else if (x![at + depth] === top) dx[at + depth] = slope;
          else if (x![at + row] === top) dx[at + row] = slope;
          else dx[at + row + depth] = slope;
        }
      }
    }
  }
  return result;
};
