/** The networks whose training is measured. */
import {
  activate,
  adam,
  conv,
  dense,
  dropout,
  flatten,
  globalPool,
  input,
  normalize,
  pipeline,
  pool,
  train,
} from "../dsl/mod.ts";

const ending = train({ epochs: 1, optimizer: adam() });

/** The chapter's network for Fashion-MNIST: 0.84 GFLOP per step of 32 images. */
export const chapterCnn = pipeline(
  input(28, 28, 1),
  normalize(),
  conv(64, { kernel: 3, padding: "same" }),
  pool(2),
  conv(32, { kernel: 3, padding: "same" }),
  pool(2),
  conv(16, { kernel: 3, padding: "same" }),
  flatten(),
  dense(256, "relu"),
  dense(128, "relu"),
  dense(10, "softmax"),
  ending,
);

/** A network on large images, whose columns (im2col) would take nine times the memory of the images. */
export const largeImages = pipeline(
  input(150, 150, 32),
  conv(32, { kernel: 3, padding: "same" }),
  activate("relu"),
  pool(2),
  conv(32, { kernel: 3, padding: "same" }),
  globalPool(),
  dense(10, "softmax"),
  ending,
);

/** A network on colour photographs of `size`×`size` pixels. */
export const pictureCnn = (size: number) =>
  pipeline(
    input(size, size, 3),
    normalize(),
    conv(32, { kernel: 3, padding: "same" }),
    activate("relu"),
    pool(2),
    conv(64, { kernel: 3, padding: "same" }),
    activate("relu"),
    pool(2),
    conv(64, { kernel: 3, padding: "same" }),
    activate("relu"),
    globalPool(),
    dense(10, "softmax"),
    ending,
  );

/** The multilayer perceptron of the chapter's LAB 8-1. */
export const perceptron = pipeline(
  input(28, 28, 1),
  normalize(),
  flatten(),
  dropout(0.2),
  dense(128, "relu"),
  dense(32, "relu"),
  dense(10, "softmax"),
  ending,
);
