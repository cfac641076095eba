/** Matrix products, and softmax along the last axis. */
import type { MatmulAttributes } from "../../../graph/primitives/matmul.ts";
import type { Lowering } from "./lower.ts";

/** A matrix product, plus the bias if there is one: ONNX's Gemm does both. */
export const matmul: Lowering<MatmulAttributes> = (node, { model, values }, bias) => {
  const { transposeA, transposeB } = node.attributes;
  const added = bias === undefined ? [] : [model.reshape(bias, [node.shape[1]!])];
  return model.op("Gemm", [...node.inputs.map((input) => values.plain(input)), ...added], {
    transA: Number(transposeA),
    transB: Number(transposeB),
  });
};

/** Softmax and its logarithm, along the last axis. */
export const alongLast = (type: string): Lowering => (node, { model, values }) =>
  model.op(type, [values.plain(node.inputs[0]!)], { axis: -1 });
