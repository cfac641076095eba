/** The largest value under each window, channel by channel, and where its gradient goes. */
import { apply, type Primitive, type Shape } from "../node.ts";
import { eachTap, type WindowGeometry } from "../window.ts";

/** The window and the image's whole shape. */
export interface PoolAttributes {
  readonly window: WindowGeometry;
  readonly imageShape: Shape;
}

/** The shape of pooling's result: [batch, output rows, output columns, channels]. */
export const pooledShape = ({ window, imageShape }: PoolAttributes): Shape => [
  imageShape[0]!,
  ...window.output,
  imageShape[3]!,
];

/**
 * Calls `each` for every output pixel and every image pixel under its window, for all images, in the
 * window's order. It passes the offsets of the pixels' first channels.
 */
export function eachPooled(
  { window, imageShape }: PoolAttributes,
  each: (image: number, output: number) => void,
): void {
  const [batch = 0, height = 0, width = 0, depth = 0] = imageShape;
  const pixels = window.output[0] * window.output[1];
  for (let n = 0; n < batch; n++) {
    eachTap(
      window,
      (output, input) => each((n * height * width + input) * depth, (n * pixels + output) * depth),
    );
  }
}

/** x → y, the maximum under each window; padding is never the maximum. */
export const maxPool: Primitive<PoolAttributes> = {
  name: "maxPool",
  shape: (_, attributes) => pooledShape(attributes),
  gradient: (node, dy) => [
    apply(maxPoolGradient, [node.inputs[0]!, node, dy], node.attributes),
  ],
  compute([x], attributes, out) {
    const depth = attributes.imageShape[3]!;
    out.data.fill(-Infinity);
    eachPooled(attributes, (image, output) => {
      for (let k = 0; k < depth; k++) {
        const value = x!.data[image + k]!;
        if (value > out.data[output + k]!) out.data[output + k] = value;
      }
    });
  },
};

/**
 * (x, y, dy) → dx: each window passes its gradient to its maximum; of equal ones to the first in the
 * window's order, as in TensorFlow. It has no gradient of its own.
 */
export const maxPoolGradient: Primitive<PoolAttributes> = {
  name: "maxPoolGradient",
  redistributes: 2,
  shape: (_, { imageShape }) => imageShape,
  compute([x, y, dy], attributes, out) {
    const depth = attributes.imageShape[3]!;
    const taken = new Uint8Array(y!.data.length);
    eachPooled(attributes, (image, output) => {
      for (let k = 0; k < depth; k++) {
        if (taken[output + k] || x!.data[image + k] !== y!.data[output + k]) continue;
        taken[output + k] = 1;
        out.data[image + k]! += dy!.data[output + k]!;
      }
    });
  },
};
