/**
 * Pipelines that the compiler must refuse, each at the step below the `@ts-expect-error`. The test
 * beside this folder compares the compiler's sentences with those of the same pipelines at run time.
 */
import {
  activate,
  add,
  augment,
  batchNorm,
  binaryCrossentropy,
  branches,
  categoricalCrossentropy,
  channel,
  conv,
  dense,
  depthwiseConv,
  dropout,
  evaluate,
  expect,
  filter,
  flatten,
  frozen,
  gaussian,
  globalPool,
  grayscale,
  image,
  input,
  laplacian,
  load,
  meanSquaredError,
  multiply,
  noise,
  normalize,
  permutePixels,
  pipeline,
  pool,
  pretrained,
  residual,
  resize,
  shift,
  sparseCategoricalCrossentropy,
  toRgb,
  train,
  upsample,
} from "../../../dsl/mod.ts";

/** By what is wrong. */
export const wrong: Readonly<Record<string, () => unknown>> = {
  "dense on an image": () =>
    pipeline(
      load("fashion-mnist"),
      conv(16, { kernel: 3, padding: "same" }),
      pool(4),
      // @ts-expect-error: not a vector
      dense(10),
    ),
  "dense on an image of unknown size": () =>
    pipeline(
      image("photo.png"),
      conv(8, { kernel: 3, stride: 2 }),
      // @ts-expect-error: not a vector
      dense(10),
    ),
  "a data set that is not known": () =>
    pipeline(
      // @ts-expect-error: not known
      load("imagenet"),
    ),
  "a source that is not first": () =>
    pipeline(
      load("mnist"),
      // @ts-expect-error: second
      load("mnist"),
    ),
  "an input that is not first": () =>
    pipeline(
      load("mnist"),
      // @ts-expect-error: second
      input(3),
    ),
  "an image that is not first": () =>
    pipeline(
      load("mnist"),
      // @ts-expect-error: second
      image("photo.png"),
    ),
  "conv first": () =>
    pipeline(
      // @ts-expect-error: first
      conv(6, { kernel: 5 }),
    ),
  "conv on a vector": () =>
    pipeline(
      input(784),
      // @ts-expect-error: a vector
      conv(6, { kernel: 5 }),
    ),
  "a kernel that does not fit": () =>
    pipeline(
      input(5, 5, 3),
      // @ts-expect-error: too wide
      conv(4, { kernel: [3, 7] }),
    ),
  "a dilated kernel that does not fit": () =>
    pipeline(
      input(6, 9, 3),
      // @ts-expect-error: covers 7 rows
      conv(4, { kernel: 3, dilation: [3, 1] }),
    ),
  "a pool larger than its input": () =>
    pipeline(
      load("mnist"),
      // @ts-expect-error: too large
      pool(29),
    ),
  "a pool that does not fit after others": () =>
    pipeline(
      load("mnist"),
      pool(2),
      pool(2, { stride: 3 }),
      conv(4, { kernel: 3 }),
      // @ts-expect-error: 3 pixels are left
      pool(4, { kind: "mean" }),
    ),
  "pool on a vector": () =>
    pipeline(
      input(10),
      // @ts-expect-error: a vector
      pool(2),
    ),
  "a filter that does not fit": () =>
    pipeline(
      input(4, 4, 2),
      // @ts-expect-error: too large
      filter(gaussian(5, 1)),
    ),
  "a filter on a vector": () =>
    pipeline(
      input(4),
      // @ts-expect-error: a vector
      filter(laplacian()),
    ),
  "a filter written out that does not fit": () =>
    pipeline(
      input(4, 1, 2),
      // @ts-expect-error: two columns on one
      filter([[1, -1]]),
    ),
  "globalPool on a vector": () =>
    pipeline(
      input(4),
      // @ts-expect-error: a vector
      globalPool(),
    ),
  "grayscale on five channels": () =>
    pipeline(
      input(8, 8, 5),
      // @ts-expect-error: no image has five
      grayscale(),
    ),
  "toRgb on five channels": () =>
    pipeline(
      input(8, 8, 5),
      // @ts-expect-error: no image has five
      toRgb(),
    ),
  "a channel that is not there": () =>
    pipeline(
      input(109, 120, 2),
      // @ts-expect-error: there are 0 and 1
      channel(2),
    ),
  "resize on a vector": () =>
    pipeline(
      input(4),
      // @ts-expect-error: a vector
      resize(2, 2),
    ),
  "permutePixels on a vector": () =>
    pipeline(
      input(4),
      // @ts-expect-error: a vector
      permutePixels(1),
    ),
  "shift on a vector": () =>
    pipeline(
      input(4),
      // @ts-expect-error: a vector
      shift(1, 0),
    ),
  "a shift past the border": () =>
    pipeline(
      load("mnist"),
      // @ts-expect-error: 28 columns
      shift(3, -28),
    ),
  "augment on a vector": () =>
    pipeline(
      input(4),
      // @ts-expect-error: a vector
      augment({ shift: 1 }),
    ),
  "an augmentation past the border": () =>
    pipeline(
      input(28, 12, 1),
      // @ts-expect-error: 12 columns
      augment({ shift: 12, flip: "horizontal" }),
    ),
  "noise first": () =>
    pipeline(
      // @ts-expect-error: first
      noise(1),
    ),
  "normalize first": () =>
    pipeline(
      // @ts-expect-error: first
      normalize(),
    ),
  "activate first": () =>
    pipeline(
      // @ts-expect-error: first
      activate("relu"),
    ),
  "batchNorm first": () =>
    pipeline(
      // @ts-expect-error: first
      batchNorm(),
    ),
  "dropout first": () =>
    pipeline(
      // @ts-expect-error: first
      dropout(0.5),
    ),
  "flatten first": () =>
    pipeline(
      // @ts-expect-error: first
      flatten(),
    ),
  "dense first": () =>
    pipeline(
      // @ts-expect-error: first
      dense(3),
    ),
  "branches first": () =>
    pipeline(
      // @ts-expect-error: first
      branches([pool(2)]),
    ),
  "a step in a part that does not fit": () =>
    pipeline(
      input(9, 9, 3),
      // @ts-expect-error: 3 rows are left
      branches([], [pool(3), pool(4)]),
    ),
  "a step in a part of a part that does not fit": () =>
    pipeline(
      input(9, 9, 3),
      conv(4, { kernel: 1 }),
      // @ts-expect-error: an image
      branches([conv(2, { kernel: 1 }), branches([pool(1), dense(2)])]),
    ),
  "parts of add with other sizes": () =>
    pipeline(
      input(28, 28, 3),
      // @ts-expect-error: 14 and 28
      add([conv(64, { kernel: 1 })], [pool(2), conv(64, { kernel: 1 })]),
    ),
  "parts of multiply with other channels": () =>
    pipeline(
      input(28, 28, 3),
      // @ts-expect-error: 3 and 4; only rows and columns of size 1 are repeated
      multiply([], [globalPool({ keepDims: true }), conv(4, 1)]),
    ),
  "a residual whose body changes the shape": () =>
    pipeline(
      input(28, 28, 3),
      // @ts-expect-error: 3 and 8 channels
      residual([conv(8, { kernel: 3, padding: "same" })]),
    ),
  "add first": () =>
    pipeline(
      // @ts-expect-error: first
      add([pool(2)], []),
    ),
  "depthwiseConv behind flatten": () =>
    pipeline(
      input(28, 28, 3),
      flatten(),
      // @ts-expect-error: an image
      depthwiseConv({ kernel: 3 }),
    ),
  "an upsample behind a vector": () =>
    pipeline(
      input(3),
      // @ts-expect-error: an image
      upsample(2),
    ),
  "parts of other sizes": () =>
    pipeline(
      input(28, 28, 3),
      // @ts-expect-error: 14 and 28
      branches([conv(64, { kernel: 1 })], [], [pool(2), conv(32, { kernel: 1 })], [globalPool()]),
    ),
  "an image and a vector side by side": () =>
    pipeline(
      input(28, 28, 3),
      // @ts-expect-error: not alike
      branches([conv(64, { kernel: 1 })], [globalPool()]),
    ),
  "a source in a part": () =>
    pipeline(
      input(28, 28, 3),
      // @ts-expect-error: not first
      branches([load("mnist")]),
    ),
  "a layer on joined channels that does not fit": () =>
    pipeline(
      input(28, 28, 3),
      branches([conv(64, { kernel: 1 })], [conv(936, { kernel: 1 })], [conv(4, { kernel: 1 })]),
      // @ts-expect-error: 1,004 channels
      toRgb(),
    ),
  "frozen first": () =>
    pipeline(
      // @ts-expect-error: first
      frozen([pool(2)]),
    ),
  "a frozen step that does not fit": () =>
    pipeline(
      input(9, 9, 3),
      // @ts-expect-error: 3 rows are left
      frozen([pool(3), pool(4)]),
    ),
  "a layer on a frozen part that does not fit": () =>
    pipeline(
      input(9, 9, 3),
      frozen([conv(8, { kernel: 3 }), pool(7)]),
      // @ts-expect-error: 1 row is left
      pool(2),
    ),
  "pretrained first": () =>
    pipeline(
      // @ts-expect-error: first
      pretrained("vgg16"),
    ),
  "a pretrained network on a vector": () =>
    pipeline(
      input(784),
      // @ts-expect-error: no image
      pretrained("vgg16"),
    ),
  "a pretrained network on a grey image": () =>
    pipeline(
      input(75, 75, 1),
      // @ts-expect-error: 1 channel
      pretrained("inception-v3", { until: "mixed7" }),
    ),
  "a pretrained network on a small image": () =>
    pipeline(
      input(60, 42, 3),
      // @ts-expect-error: 42 columns
      pretrained("inception-v3", { until: "mixed7" }),
    ),
  "a whole pretrained network on a small image": () =>
    pipeline(
      input(31, 60, 3),
      // @ts-expect-error: 31 rows
      pretrained("vgg16"),
    ),
  "a layer on a pretrained network that does not fit": () =>
    pipeline(
      input(75, 75, 3),
      pretrained("inception-v3", { until: "mixed7" }),
      // @ts-expect-error: 3 rows are left
      pool(4),
    ),
  "expect first": () =>
    pipeline(
      // @ts-expect-error: first
      expect(3),
    ),
  "evaluate first": () =>
    pipeline(
      // @ts-expect-error: first
      evaluate(),
    ),
  "a measured loss over classes with too few scores": () =>
    pipeline(
      load("mnist"),
      flatten(),
      dense(4, "softmax"),
      // @ts-expect-error: 4 scores for 10 classes
      evaluate({ loss: sparseCategoricalCrossentropy() }),
    ),
  "a measured loss over classes of an image": () =>
    pipeline(
      load("mnist"),
      // @ts-expect-error: an image
      evaluate({ loss: categoricalCrossentropy() }),
    ),
  "train first": () =>
    pipeline(
      // @ts-expect-error: first
      train({ epochs: 1 }),
    ),
  "an expectation that fails": () =>
    pipeline(
      load("mnist"),
      pool(2),
      // @ts-expect-error: 14x14x1
      expect(7, 7, 1),
    ),
  "an expectation of a vector": () =>
    pipeline(
      input(224, 224, 3),
      conv(64, { kernel: 3, stride: 2 }),
      flatten(),
      // @ts-expect-error: 111·111·64
      expect(788_545),
    ),
  "a number of scores that is not the number of classes": () =>
    pipeline(
      load("fashion-mnist"),
      flatten(),
      dense(12),
      // @ts-expect-error: 12 for 10
      train({ epochs: 1 }),
    ),
  "another loss over classes": () =>
    pipeline(
      input(4, { classes: 3 }),
      dense(2),
      // @ts-expect-error: 2 for 3
      train({ epochs: 1, loss: categoricalCrossentropy() }),
    ),
  "scores that are an image": () =>
    pipeline(
      load("mnist"),
      conv(10, { kernel: 3 }),
      // @ts-expect-error: not a vector
      train({ epochs: 1 }),
    ),
  "a softmax that is forgotten": () =>
    pipeline(
      load("mnist"),
      flatten(),
      dense(10),
      // @ts-expect-error: linear
      train({ epochs: 1 }),
    ),
  "a softmax that is forgotten after a dropout and an expectation": () =>
    pipeline(
      input(4, { classes: 3 }),
      dense(3, { activation: "relu" }),
      dropout(0.5),
      expect(3),
      // @ts-expect-error: relu
      train({ epochs: 1, loss: categoricalCrossentropy() }),
    ),
  "a softmax that is forgotten after batch norm": () =>
    pipeline(
      input(4, { classes: 3 }),
      dense(3),
      batchNorm(),
      // @ts-expect-error: linear
      train({ epochs: 1 }),
    ),
  "a softmax that is forgotten after convolutions": () =>
    pipeline(
      load("mnist"),
      conv(10, { kernel: 3 }),
      globalPool(),
      // @ts-expect-error: linear
      train({ epochs: 1 }),
    ),
  "a softmax that is forgotten after a flattened convolution": () =>
    pipeline(
      input(3, 3, 1, { classes: 10 }),
      conv(10, { kernel: 3, activation: "elu" }),
      flatten(),
      // @ts-expect-error: elu
      train({ epochs: 1 }),
    ),
  "sigmoids over classes": () =>
    pipeline(
      load("mnist"),
      flatten(),
      dense(10, "sigmoid"),
      // @ts-expect-error: sum
      train({ epochs: 1 }),
    ),
  "softmax twice": () =>
    pipeline(
      load("mnist"),
      flatten(),
      dense(10, "softmax"),
      activate("softmax"),
      // @ts-expect-error: twice
      train({ epochs: 1 }),
    ),
  "softmax in the layer and in the loss": () =>
    pipeline(
      load("mnist"),
      flatten(),
      dense(10, "softmax"),
      // @ts-expect-error: twice
      train({ epochs: 1, loss: sparseCategoricalCrossentropy({ fromLogits: true }) }),
    ),
  "sigmoid after softmax": () =>
    pipeline(
      input(4),
      dense(2, "softmax"),
      activate("linear"),
      activate("softmax"),
      activate("sigmoid"),
      // @ts-expect-error: sigmoid after softmax
      train({ epochs: 1, loss: binaryCrossentropy() }),
    ),
  "softmax over one score": () =>
    pipeline(
      input(4),
      dense(1, "softmax"),
      // @ts-expect-error: 1
      train({ epochs: 1 }),
    ),
  "one sigmoid for ten classes": () =>
    pipeline(
      load("mnist"),
      flatten(),
      dense(1, "sigmoid"),
      // @ts-expect-error: 1 for 10
      train({ epochs: 1, loss: binaryCrossentropy() }),
    ),
  "a sigmoid that is forgotten": () =>
    pipeline(
      input(4),
      dense(1),
      // @ts-expect-error: linear
      train({ epochs: 1, loss: binaryCrossentropy() }),
    ),
  "sigmoid in a step of its own and in the measured loss": () =>
    pipeline(
      input(4),
      dense(1),
      activate("sigmoid"),
      // @ts-expect-error: twice
      evaluate({ loss: binaryCrossentropy({ fromLogits: true }) }),
    ),
  "a loss over anything, first": () =>
    pipeline(
      // @ts-expect-error: first
      train({ epochs: 1, loss: meanSquaredError() }),
    ),
};
