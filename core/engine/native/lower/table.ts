/** Every primitive's lowering, one entry a primitive. */
import type { Lower } from "./lower.ts";
import { conv2d, conv2dImageGradient, conv2dKernelGradient } from "./conv.ts";
import { greater, multiply, same } from "./elementwise.ts";
import { constant, fed } from "./leaves.ts";
import { alongLast, matmul } from "./matmul.ts";
import { maxPool, maxPoolGradient, meanPool, meanPoolGradient } from "./pool.ts";
import { broadcast, concat, gather, oneHot, pad, reshape, slice, transpose } from "./shapes.ts";
import { sum } from "./sum.ts";

/** By the primitive's name. */
export const lowerings: Readonly<Record<string, Lower>> = {
  input: fed,
  variable: fed,
  random: fed,
  constant,
  add: same("Add"),
  sub: same("Sub"),
  mul: multiply,
  div: same("Div"),
  maximum: same("Max"),
  minimum: same("Min"),
  greater,
  exp: same("Exp"),
  log: same("Log"),
  sqrt: same("Sqrt"),
  tanh: same("Tanh"),
  sigmoid: same("Sigmoid"),
  relu: same("Relu"),
  elu: same("Elu"),
  softmax: alongLast("Softmax"),
  logSoftmax: alongLast("LogSoftmax"),
  sum,
  matmul,
  conv2d,
  conv2dImageGradient,
  conv2dKernelGradient,
  maxPool,
  maxPoolGradient,
  meanPool,
  meanPoolGradient,
  broadcast,
  reshape,
  transpose,
  slice,
  pad,
  concat,
  gather,
  oneHot,
};
