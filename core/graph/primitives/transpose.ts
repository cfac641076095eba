/** Puts the axes into another order. */
import { sizeOf } from "../tensor.ts";
import { apply, type Primitive } from "../node.ts";

/** Axis i of the result is axis permutation[i] of the input. */
export const transpose: Primitive<{ readonly permutation: readonly number[] }> = {
  name: "transpose",
  shape([x], { permutation }) {
    if (x!.length !== permutation.length || new Set(permutation).size !== x!.length) {
      throw new RangeError(`transpose: [${permutation}] does not order the axes of [${x}]`);
    }
    return permutation.map((axis) => {
      const size = x![axis];
      if (size === undefined) throw new RangeError(`transpose: [${x}] has no axis ${axis}`);
      return size;
    });
  },
  gradient({ attributes: { permutation } }, dy) {
    const inverse = permutation.map((_, i) => permutation.indexOf(i));
    return [apply(transpose, [dy], { permutation: inverse })];
  },
  compute([x], { permutation }, out) {
    const strides = x!.shape.map((_, i) => sizeOf(x!.shape.slice(i + 1)));
    const position = new Array<number>(out.shape.length).fill(0);
    for (let i = 0; i < out.data.length; i++) {
      let from = 0;
      for (let axis = 0; axis < position.length; axis++) {
        from += position[axis]! * strides[permutation[axis]!]!;
      }
      out.data[i] = x!.data[from]!;
      for (
        let axis = position.length - 1;
        axis >= 0 && ++position[axis]! === out.shape[axis];
        axis--
      ) {
        position[axis] = 0;
      }
    }
  },
};
