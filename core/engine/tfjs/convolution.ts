/**
 * Convolution and its gradients, composed of TensorFlow.js's forward convolution only. The wasm
 * backend has no Conv2DBackpropFilter (tensorflow/tfjs#8474), its Conv2DBackpropInput is eleven
 * times slower than a forward convolution, and neither supports dilation.
 */
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { Pair } from "../../../dsl/ops.ts";
import type { WindowGeometry } from "../../graph/window.ts";
import { multiply } from "./arithmetic.ts";
import type { Device, DeviceKernel } from "./device.ts";
import type { Handle, Memory } from "../simd/memory.ts";

type Geometry = Pick<WindowGeometry, "stride" | "dilation" | "pad">;

const conv = (device: Device, x: Handle, filter: Handle, { stride, dilation, pad }: Geometry) =>
  device.call("Conv2D", { x, filter }, {
    strides: [...stride],
    dilations: [...dilation],
    pad: [[0, 0], [...pad[0]], [...pad[1]], [0, 0]],
    dataFormat: "NHWC",
  });

/** Cuts a result to `height` rows and `width` columns. Frees the larger one. */
function crop(device: Device, x: Handle, height: number, width: number): Handle {
  const [batch = 0, rows, columns, depth = 0] = x.shape;
  if (rows === height && columns === width) return x;
  const part = device.call("Slice", { x }, {
    begin: [0, 0, 0, 0],
    size: [batch, height, width, depth],
  });
  device.free(x);
  return part;
}

/** y = x ∗ w. */
export const convolve: DeviceKernel<ConvAttributes> = (device, [x, w], { window }) =>
  conv(device, x!, w!, window);

/**
 * dw[i, j] = Σ x[r·s + i·d − p] · dy[r]: a convolution whose images are the channels of x, whose
 * kernel is dy, and whose stride and dilation are the forward pass's dilation and stride.
 */
const gradientByConvolution: DeviceKernel<ConvAttributes> = (
  device,
  [x, dy],
  { window, kernelShape },
) => {
  const images = device.call("Transpose", { x: x! }, { perm: [3, 1, 2, 0] });
  const kernel = device.call("Transpose", { x: dy! }, { perm: [1, 2, 0, 3] });
  const all = conv(device, images, kernel, {
    stride: window.dilation,
    dilation: window.stride,
    pad: window.pad,
  });
  device.free(images, kernel);
  const part = crop(device, all, kernelShape[0]!, kernelShape[1]!);
  const result = device.call("Transpose", { x: part }, { perm: [1, 2, 0, 3] });
  device.free(part);
  return result;
};

/** Fills `to` with one row per tap and channel: the values under the tap at every output pixel of every image. */
function fillColumns(from: Float32Array, { window, imageShape }: ConvAttributes, to: Float32Array) {
  const [batch = 0, height = 0, width = 0, depth = 0] = imageShape;
  const { size, stride, dilation, pad, output } = window;
  to.fill(0);
  let row = 0;
  for (let tap = 0; tap < size[0] * size[1]; tap++) {
    const top = Math.floor(tap / size[1]) * dilation[0] - pad[0][0];
    const left = (tap % size[1]) * dilation[1] - pad[1][0];
    const first = Math.max(0, Math.ceil(-left / stride[1]));
    const end = Math.min(output[1], Math.floor((width - 1 - left) / stride[1]) + 1);
    for (let k = 0; k < depth; k++) {
      for (let n = 0; n < batch; n++) {
        for (let r = 0; r < output[0]; r++, row += output[1]) {
          const y = top + r * stride[0];
          if (y < 0 || y >= height) continue;
          const at = ((n * height + y) * width + left) * depth + k;
          for (let c = first; c < end; c++) to[row + c] = from[at + c * stride[1] * depth]!;
        }
      }
    }
  }
}

/** dw = columns × dy. With few rows this is many times faster than the convolution above. */
const gradientByColumns = (
  device: Device,
  { make, view }: Memory,
  [x, dy]: readonly Handle[],
  attributes: ConvAttributes,
  shape: readonly number[],
): Handle => {
  const [batch = 0, height = 0, width = 0, filters = 0] = dy!.shape;
  const pixels = batch * height * width;
  const columnMatrix = make([shape[0]! * shape[1]! * shape[2]!, pixels]);
  fillColumns(view(x!), attributes, view(columnMatrix));
  const grads = device.alias(dy!, [pixels, filters]);
  const product = multiply(device, columnMatrix, grads);
  const result = device.alias(product, shape);
  device.free(columnMatrix, grads, product);
  return result;
};

/** For kernels with at most this many weights per filter, the gradient is computed from columns. */
const FEW_WEIGHTS = 32;

/** dw, computed in the faster of the two ways. */
export const kernelGradient: DeviceKernel<ConvAttributes> = (device, inputs, attributes, shape) => {
  const [height = 0, width = 0, depth = 0] = attributes.kernelShape;
  return device.memory && height * width * depth <= FEW_WEIGHTS
    ? gradientByColumns(device, device.memory, inputs, attributes, shape)
    : gradientByConvolution(device, inputs, attributes, shape);
};

/** dy with s − 1 rows and columns of zeros after each row and column. */
function spread(device: Device, dy: Handle, [down, across]: Pair): Handle {
  const [batch = 0, rows = 0, columns = 0, depth = 0] = dy.shape;
  const spaceOut = (x: Handle, shape: number[], times: number): Handle => {
    const pixels = device.alias(x, shape);
    const zeros = device.call("PadV2", { x: pixels }, {
      paddings: [[0, 0], [0, times - 1], [0, 0]],
      constantValue: 0,
    });
    device.free(pixels);
    return zeros;
  };
  const columnwise = spaceOut(dy, [batch * rows * columns, 1, depth], across);
  const rowwise = spaceOut(columnwise, [batch * rows, 1, columns * across * depth], down);
  const result = device.alias(rowwise, [batch, rows * down, columns * across, depth]);
  device.free(columnwise, rowwise);
  return result;
}

/** dx: dy, spread by the stride, convolved with w rotated by 180° and its channels exchanged. */
export const imageGradient: DeviceKernel<ConvAttributes> = (
  device,
  [dy, w],
  { window, imageShape },
) => {
  const { size, stride, dilation, pad, image, output } = window;
  const rotated = device.call("Reverse", { x: w! }, { dims: [0, 1] });
  const kernel = device.call("Transpose", { x: rotated }, { perm: [0, 1, 3, 2] });
  const spreadDy = stride[0] * stride[1] === 1
    ? device.alias(dy!, dy!.shape)
    : spread(device, dy!, stride);
  const outerPad = ([0, 1] as const).map((axis): Pair => {
    const fullPad = (size[axis] - 1) * dilation[axis];
    const before = fullPad - pad[axis][0];
    // Zeros that the spread gradient has too many at its end are cropped off below.
    return [before, Math.max(image[axis] + fullPad - before - output[axis] * stride[axis], 0)];
  }) as [Pair, Pair];
  const all = conv(device, spreadDy, kernel, { stride: [1, 1], dilation, pad: outerPad });
  device.free(rotated, kernel, spreadDy);
  return crop(device, all, imageShape[1]!, imageShape[2]!);
};
