/** The mean under each window, channel by channel. Padding does not count, as in Keras. */
import { apply, type Primitive } from "../node.ts";
import { eachTap, type WindowGeometry } from "../window.ts";
import { eachPooled, type PoolAttributes, pooledShape } from "./max_pool.ts";

/** How many pixels of the image each window covers, padding excluded; one number per output pixel. */
export function coverage(window: WindowGeometry): Float32Array {
  const counts = new Float32Array(window.output[0] * window.output[1]);
  eachTap(window, (output) => counts[output]!++);
  return counts;
}

/** x → y, the mean under each window. */
export const meanPool: Primitive<PoolAttributes> = {
  name: "meanPool",
  shape: (_, attributes) => pooledShape(attributes),
  gradient: ({ attributes }, dy) => [apply(meanPoolGradient, [dy], attributes)],
  compute([x], attributes, out) {
    const depth = attributes.imageShape[3]!;
    const counts = coverage(attributes.window);
    eachPooled(attributes, (image, output) => {
      for (let k = 0; k < depth; k++) out.data[output + k]! += x!.data[image + k]!;
    });
    for (let i = 0; i < out.data.length; i++) {
      out.data[i]! /= counts[Math.floor(i / depth) % counts.length]!;
    }
  },
};

/** dy → dx: each window shares its gradient equally among the pixels that it covers. */
export const meanPoolGradient: Primitive<PoolAttributes> = {
  name: "meanPoolGradient",
  redistributes: 0,
  shape: (_, { imageShape }) => imageShape,
  gradient: ({ attributes }, dx) => [apply(meanPool, [dx], attributes)],
  compute([dy], attributes, out) {
    const depth = attributes.imageShape[3]!;
    const counts = coverage(attributes.window);
    eachPooled(attributes, (image, output) => {
      const count = counts[(output / depth) % counts.length]!;
      for (let k = 0; k < depth; k++) out.data[image + k]! += dy!.data[output + k]! / count;
    });
  },
};
