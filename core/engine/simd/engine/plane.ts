/** Convolutions of one channel with one filter, row by row. */
import type { ConvAttributes } from "../../../graph/primitives/conv2d.ts";
import type { ArrayKernel } from "../../stepwise/kernel.ts";
import type { Handle } from "../memory.ts";
import { PLANE, VECTORS } from "../planes.ts";
import { table, zeros } from "../product.ts";
import type { SimdDevice } from "./device.ts";

/** Is there one channel and one filter, and does the filter move by one pixel? */
export const isPlane = ({ window: { stride }, kernelShape }: ConvAttributes): boolean =>
  kernelShape[2] === 1 && kernelShape[3] === 1 && stride.every((n) => n === 1);

/** The images one after the other with zeros around each, or the images as they are. */
function padded({ simd, alias }: SimdDevice, x: Handle, { window }: ConvAttributes): Handle {
  const { image: [height, width], pad: [down, across] } = window;
  const [rows, columns] = [height + down[0] + down[1], width + across[0] + across[1]];
  if (rows === height && columns === width) return alias(x, x.shape);
  const [batch = 0] = x.shape;
  const result = zeros(simd, batch * rows * columns);
  const [quads, rest] = [Math.floor(width / 4), width % 4];
  for (let n = 0; n < batch; n++) {
    const from = simd.address(x) + 4 * n * height * width;
    const to = simd.address(result) + 4 * ((n * rows + down[0]) * columns + across[0]);
    simd.run("copyPixels", height, 1, quads, rest, from, 0, to, 4 * columns, 0);
  }
  return result;
}

/** y = x ∗ w, plus a bias if there is one. */
export const planeKernel: ArrayKernel<SimdDevice, ConvAttributes> = (
  device,
  [x, w, bias],
  attributes,
  shape,
) => {
  const { simd, free } = device;
  const { size, dilation, image, pad: [down, across], output } = attributes.window;
  const columns = image[1] + across[0] + across[1];
  const images = padded(device, x!, attributes);
  const offsets = table(
    simd,
    size[0] * size[1],
    (tap) => 4 * (Math.floor(tap / size[1]) * dilation[0] * columns + tap % size[1] * dilation[1]),
  );
  const init = bias ?? zeros(simd, 1);
  const result = simd.make(shape);
  const [row, step] = [output[1], 4 * columns];
  const parts = [Math.floor(row / (4 * VECTORS)), Math.floor(row % (4 * VECTORS) / 4), row % 4];
  const read = [size[0] * size[1], ...[offsets, w!, init].map(simd.address)];
  for (let n = 0; n < shape[0]!; n++) {
    const from = simd.address(images) + n * step * (image[0] + down[0] + down[1]);
    const to = simd.address(result) + 4 * n * output[0] * row;
    simd.run(PLANE, output[0], step, ...parts, ...read, from, to);
  }
  free(images, offsets, ...(bias ? [] : [init]));
  return result;
};
