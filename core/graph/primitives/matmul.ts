/** The product of two matrices, either of which may be read transposed. */
import { sizeOf } from "../tensor.ts";
import { apply, type Node, type Primitive } from "../node.ts";

/** Which operands are read transposed. */
export interface MatmulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const product = (a: Node, b: Node, transposeA: boolean, transposeB: boolean): Node =>
  apply(matmul, [a, b], { transposeA, transposeB });

/** op(A) [m, k] × op(B) [k, n] → [m, n]. */
export const matmul: Primitive<MatmulAttributes> = {
  name: "matmul",
  shape([a, b], { transposeA, transposeB }) {
    const [m, k] = transposeA ? [a?.[1], a?.[0]] : [a?.[0], a?.[1]];
    const [k2, n] = transposeB ? [b?.[1], b?.[0]] : [b?.[0], b?.[1]];
    if (a?.length !== 2 || b?.length !== 2 || k !== k2) {
      throw new RangeError(`matmul cannot multiply [${a}] by [${b}]`);
    }
    return [m!, n!];
  },
  multiplications([a = [], b = []], { transposeB }) {
    return sizeOf(a) * b[transposeB ? 0 : 1]!;
  },
  gradient({ inputs: [a, b], attributes: { transposeA: ta, transposeB: tb } }, dy, [left, right]) {
    return [
      !left ? null : ta ? product(b!, dy, tb, true) : product(dy, b!, false, !tb),
      !right ? null : tb ? product(dy, a!, true, ta) : product(a!, dy, !ta, false),
    ];
  },
  compute([a, b], { transposeA, transposeB }, out) {
    const [m = 0, n = 0] = out.shape;
    const k = a!.shape[transposeA ? 0 : 1]!;
    const [rowA, stepA] = transposeA ? [1, m] : [k, 1];
    const [stepB, columnB] = transposeB ? [1, k] : [n, 1];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          sum += a!.data[i * rowA + l * stepA]! * b!.data[l * stepB + j * columnB]!;
        }
        out.data[i * n + j] = sum;
      }
    }
  },
};
