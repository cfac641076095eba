/** The table of lowerings, one entry per primitive. */
import type { Lowering } from "./lower.ts";
import { conv2d, conv2dImageGradient, conv2dKernelGradient } from "./conv.ts";
import { elementwise } from "./elementwise.ts";
import { constant, fed } from "./leaves.ts";
import { alongLast, matmul } from "./matmul.ts";
import { maxPool, maxPoolGradient, meanPool, meanPoolGradient } from "./pool.ts";
import { broadcast, concat, gather, oneHot, pad, reshape, slice, transpose } from "./shapes.ts";
import { sum } from "./sum.ts";

/** The lowerings by their primitives' names. */
export const lowerings: Readonly<Record<string, Lowering>> = {
  input: fed,
  variable: fed,
  random: fed,
  constant,
  ...elementwise,
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
