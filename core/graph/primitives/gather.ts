/** Picks entries along the last axis, and turns class numbers into one-hot rows. */
import { sizeOf } from "../tensor.ts";
import { apply, type Primitive } from "../node.ts";
import { constantOf } from "./leaves.ts";
import { matmul } from "./matmul.ts";
import { reshape } from "./reshape.ts";

/** y[…, j] = x[…, indices[j]]. */
export const gather: Primitive<{ readonly indices: readonly number[] }> = {
  name: "gather",
  shape([x], { indices }) {
    const last = x![x!.length - 1] ?? 0;
    const wrong = indices.find((i) => !Number.isInteger(i) || i < 0 || i >= last);
    if (wrong !== undefined || indices.length === 0) {
      throw new RangeError(`gather: the last axis of [${x}] has no entry ${wrong}`);
    }
    return [...x!.slice(0, -1), indices.length];
  },
  gradient({ inputs: [x], attributes: { indices } }, dy) {
    // An entry may be picked twice, so its gradients add up: a product with a matrix of the picks.
    const [from, to] = [x!.shape[x!.shape.length - 1]!, indices.length];
    const picks = new Float32Array(to * from);
    indices.forEach((i, j) => picks[j * from + i] = 1);
    const rows = sizeOf(dy.shape.slice(0, -1));
    const flat = apply(reshape, [dy], { shape: [rows, to] });
    const back = apply(matmul, [flat, constantOf(picks, [to, from])], {
      transposeA: false,
      transposeB: false,
    });
    return [apply(reshape, [back], { shape: x!.shape })];
  },
  compute([x], { indices }, out) {
    const from = x!.shape[x!.shape.length - 1]!;
    const to = indices.length;
    for (let row = 0; row * to < out.data.length; row++) {
      for (let j = 0; j < to; j++) out.data[row * to + j] = x!.data[row * from + indices[j]!]!;
    }
  },
};

/** [n] class numbers → [n, depth] with a 1 at each class. Class numbers have no gradient. */
export const oneHot: Primitive<{ readonly depth: number }> = {
  name: "oneHot",
  shape([labels], { depth }) {
    if (labels!.length !== 1) throw new RangeError(`oneHot needs class numbers, found [${labels}]`);
    return [labels![0]!, depth];
  },
  gradient: () => [null],
  compute([labels], { depth }, out) {
    labels!.data.forEach((label, i) => {
      if (label >= 0 && label < depth) out.data[i * depth + label] = 1;
    });
  },
};
