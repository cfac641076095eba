/**
 * Convolution in the sense of neural networks (cross-correlation) and its two gradients. All three
 * are linear in both inputs, and the gradients of each are the other two.
 *
 * y[n,r,c,o] = Σ_i Σ_j Σ_k x[n, r·s + i·d − p, c·s + j·d − p, k] · w[i,j,k,o]
 */
import { apply, type Node, type NumberArray, type Primitive, type Shape } from "../node.ts";
import { sizeOf } from "../tensor.ts";
import { eachTap, type WindowGeometry } from "../window.ts";

/** The window, and the shapes of image and kernel, which their gradients must have. */
export interface ConvAttributes {
  readonly window: WindowGeometry;
  readonly imageShape: Shape;
  readonly kernelShape: Shape;
}

const outputShape = ({ window, imageShape, kernelShape }: ConvAttributes): Shape => [
  imageShape[0]!,
  ...window.output,
  kernelShape[3]!,
];

const fits = (what: string, found: Shape | undefined, expected: Shape) => {
  if (found?.join() !== expected.join()) {
    throw new RangeError(`conv2d expects ${what} [${expected}], found [${found}]`);
  }
};

/**
 * Calls `each` for every output pixel and image pixel that a tap connects, for all images. It passes
 * the offsets of the pixels' first channels and of the tap's weights.
 */
function eachTapOfBatch(
  { window, imageShape, kernelShape }: ConvAttributes,
  each: (image: number, kernel: number, output: number) => void,
): void {
  const [batch = 0, height = 0, width = 0, depth = 0] = imageShape;
  const filters = kernelShape[3]!;
  const pixels = window.output[0] * window.output[1];
  for (let n = 0; n < batch; n++) {
    eachTap(window, (output, input, tap) =>
      each(
        (n * height * width + input) * depth,
        tap * depth * filters,
        (n * pixels + output) * filters,
      ));
  }
}

type ConvLoops = (
  attributes: ConvAttributes,
  a: NumberArray,
  b: NumberArray,
  out: NumberArray,
) => void;

const forwardLoops: ConvLoops = (attributes, x, w, out) => {
  const [, , depth = 0, filters = 0] = attributes.kernelShape;
  eachTapOfBatch(attributes, (image, kernel, output) => {
    for (let k = 0; k < depth; k++) {
      const value = x.data[image + k]!;
      for (let o = 0; o < filters; o++) {
        out.data[output + o]! += value * w.data[kernel + k * filters + o]!;
      }
    }
  });
};

const imageGradientLoops: ConvLoops = (attributes, dy, w, out) => {
  const [, , depth = 0, filters = 0] = attributes.kernelShape;
  eachTapOfBatch(attributes, (image, kernel, output) => {
    for (let k = 0; k < depth; k++) {
      let sum = 0;
      for (let o = 0; o < filters; o++) {
        sum += dy.data[output + o]! * w.data[kernel + k * filters + o]!;
      }
      out.data[image + k]! += sum;
    }
  });
};

const kernelGradientLoops: ConvLoops = (attributes, x, dy, out) => {
  const [, , depth = 0, filters = 0] = attributes.kernelShape;
  eachTapOfBatch(attributes, (image, kernel, output) => {
    for (let k = 0; k < depth; k++) {
      const value = x.data[image + k]!;
      for (let o = 0; o < filters; o++) {
        out.data[kernel + k * filters + o]! += value * dy.data[output + o]!;
      }
    }
  });
};

/** (image, kernel) → output. */
export const conv2d: Primitive<ConvAttributes> = {
  name: "conv2d",
  shape([x, w], attributes) {
    fits("an image", x, attributes.imageShape);
    fits("a kernel", w, attributes.kernelShape);
    fits("kernel channels", [attributes.kernelShape[2]!], [attributes.imageShape[3]!]);
    return outputShape(attributes);
  },
  multiplications(_, attributes) {
    const [rows = 0, columns = 0, depth = 0] = attributes.kernelShape;
    return sizeOf(outputShape(attributes)) * rows * columns * depth;
  },
  gradient: ({ inputs: [x, w], attributes }, dy, [image, kernel]) => [
    image ? apply(conv2dImageGradient, [dy, w!], attributes) : null,
    kernel ? apply(conv2dKernelGradient, [x!, dy], attributes) : null,
  ],
  compute: ([x, w], attributes, out) => forwardLoops(attributes, x!, w!, out),
};

/** (gradient of the output, kernel) → gradient of the image. */
export const conv2dImageGradient: Primitive<ConvAttributes> = {
  name: "conv2dImageGradient",
  shape([dy, w], attributes) {
    fits("an output's gradient", dy, outputShape(attributes));
    fits("a kernel", w, attributes.kernelShape);
    return attributes.imageShape;
  },
  gradient: ({ inputs: [dy, w], attributes }, dx, [output, kernel]) => [
    output ? apply(conv2d, [dx, w!], attributes) : null,
    kernel ? apply(conv2dKernelGradient, [dx, dy!], attributes) : null,
  ],
  compute: ([dy, w], attributes, out) => imageGradientLoops(attributes, dy!, w!, out),
};

/** (image, gradient of the output) → gradient of the kernel. */
export const conv2dKernelGradient: Primitive<ConvAttributes> = {
  name: "conv2dKernelGradient",
  shape([x, dy], attributes) {
    fits("an image", x, attributes.imageShape);
    fits("an output's gradient", dy, outputShape(attributes));
    return attributes.kernelShape;
  },
  gradient: ({ inputs: [x, dy], attributes }, dw: Node, [image, output]) => [
    image ? apply(conv2dImageGradient, [dy!, dw], attributes) : null,
    output ? apply(conv2d, [x!, dw], attributes) : null,
  ],
  compute: ([x, dy], attributes, out) => kernelGradientLoops(attributes, x!, dy!, out),
};
