/** The same numbers in the same order under another shape. */
import { sizeOf } from "../tensor.ts";
import { apply, type Primitive, type Shape } from "../node.ts";

/** x → the same numbers with `shape`. */
export const reshape: Primitive<{ readonly shape: Shape }> = {
  name: "reshape",
  shape([x], { shape }) {
    if (sizeOf(x!) !== sizeOf(shape)) {
      throw new RangeError(`reshape cannot make [${shape}] of [${x}]`);
    }
    return shape;
  },
  gradient: ({ inputs: [x] }, dy) => [apply(reshape, [dy], { shape: x!.shape })],
  compute: ([x], _, out) => out.data.set(x!.data),
};
