/** For tests: pipelines that use every word, and wrong JSON with its error message. */
import {
  activate,
  adam,
  augment,
  batchNorm,
  box,
  branches,
  categoricalCrossentropy,
  channel,
  conv,
  cosineDecay,
  dense,
  dropout,
  earlyStopping,
  evaluate,
  expect,
  exponentialDecay,
  filter,
  flatten,
  frozen,
  globalPool,
  grayscale,
  image,
  input,
  load,
  meanSquaredError,
  noise,
  normalize,
  permutePixels,
  type Pipeline,
  pipeline,
  pool,
  pretrained,
  resize,
  rmsprop,
  sgd,
  shift,
  toRgb,
  train,
} from "../../dsl/mod.ts";
import * as words from "../../dsl/words.ts";

/** Pipelines that use every word. */
export const examples: readonly Pipeline[] = [
  pipeline(
    load("fashion-mnist"),
    normalize(),
    conv(64, { kernel: 3, padding: "same", name: "first" }),
    pool(2),
    flatten(),
    dropout(0.2),
    dense(10, "softmax"),
    train({ epochs: 20, validationSplit: 0.25 }),
    evaluate(),
  ),
  pipeline(
    load("mnist"),
    flatten(),
    dense(10, "softmax"),
    evaluate({ loss: categoricalCrossentropy(), name: "test" }),
  ),
  pipeline(
    image("photo.png", { channels: 3 }),
    grayscale({ background: [0, 0, 0] }),
    toRgb({ background: [9, 99.5, 255] }),
    channel(1),
    filter(box(3), { stride: [1, 2], padding: "same" }),
    resize(75, 75, { method: "nearest", antialias: true }),
    normalize({ range: [-1, 1] }),
    expect(75, 75, 1),
  ),
  pipeline(
    input(12, 10, 2, { classes: 4 }),
    normalize({ mean: [1, 2], std: 3 }),
    permutePixels(7, { name: "mixed-up" }),
    noise(0.1, { always: true }),
    shift(-2, 1),
    augment({ shift: 2, flip: "horizontal" }),
    augment({ flip: "vertical" }),
    conv(4, { kernel: [3, 1], stride: 2, bias: false, activation: "elu", initializer: "heNormal" }),
    conv(4, { kernel: 2, dilation: [2, 1], padding: "same" }),
    batchNorm({ momentum: 0.9, scale: false }),
    activate("relu"),
    pool([2, 1], { kind: "mean", stride: 1 }),
    globalPool({ kind: "max" }),
    dense(4, { activation: "softmax", bias: false, name: "scores" }),
    train({
      epochs: 3,
      batchSize: 8,
      shuffle: false,
      optimizer: rmsprop({ learningRate: 5e-4 }),
      loss: categoricalCrossentropy(),
    }),
  ),
  pipeline(
    input(3),
    dense(2),
    train({ epochs: 1, optimizer: sgd(), loss: categoricalCrossentropy({ fromLogits: true }) }),
  ),
  pipeline(input(3), normalize({ scale: 2, offset: 1 })),
  pipeline(
    input(3),
    dense(1),
    train({
      epochs: 9,
      validationSplit: 0.2,
      optimizer: adam({
        learningRate: cosineDecay({ initial: 0.01, epochs: 9 }),
        weightDecay: 0.004,
      }),
      loss: meanSquaredError(),
      stop: earlyStopping({ monitor: "val_accuracy", patience: 3, restoreBestWeights: true }),
    }),
  ),
  pipeline(
    input(3),
    dense(1),
    train({
      epochs: 9,
      optimizer: sgd({
        learningRate: exponentialDecay({ initial: 0.1, rate: 0.5, epochs: 2.5, staircase: true }),
      }),
      loss: meanSquaredError(),
      stop: earlyStopping({ monitor: "loss", minDelta: 0.01 }),
    }),
  ),
  pipeline(
    input(8, 8, 3),
    branches(
      [conv(2, { kernel: 1 }), branches([pool(2)], [conv(1, { kernel: 2, stride: 2 })])],
      [pool(2, { name: "small" })],
      { name: "mixed0" },
    ),
    branches([], [batchNorm()]),
    frozen([conv(2, { kernel: 1 }), frozen([])], { name: "base" }),
  ),
  pipeline(
    input(75, 75, 3),
    pretrained("inception-v3", { until: "mixed7", trainable: { from: "mixed6" } }),
    globalPool(),
    dense(1),
  ),
  pipeline(
    input(32, 32, 3),
    pretrained("vgg16", { weights: "random", trainable: true, name: "base" }),
  ),
];

/** A pipeline with this second step. */
export const second = (step: unknown) => ({
  convlab: 1,
  steps: [{ step: "input", shape: [8, 8, 3] }, step],
});

const known = Object.values(words).map(({ definition }) => definition.kind).join(", ");

/** Wrong JSON, its error message, and whether the schema or only the shape check finds the error. */
export const wrong: readonly (readonly [unknown, string, "schema" | "shapes"])[] = [
  [[], 'expected a pipeline { "convlab": 1, "steps": [...] }, found []', "schema"],
  [{ steps: [] }, "convlab: expected 1, found nothing", "schema"],
  [{ convlab: 2, steps: [] }, "convlab: expected 1, found 2", "schema"],
  [{ convlab: 1 }, "steps: expected a list of at least 1 step, found nothing", "schema"],
  [{ convlab: 1, steps: [] }, "steps: expected a list of at least 1 step, found []", "schema"],
  [
    { convlab: 1, steps: [], step: 1 },
    "step: a pipeline has no such field; it has only convlab and steps",
    "schema",
  ],
  [second(null), 'steps[1]: expected a step { "step": "conv", ... }, found null', "schema"],
  [
    second({ step: "konv" }),
    `steps[1].step: expected the name of a step (${known}), found "konv"; did you mean "conv"?`,
    "schema",
  ],
  [second({}), `steps[1].step: expected the name of a step (${known}), found nothing`, "schema"],
  [
    second({ step: "conv", filters: "64", kernel: 3 }),
    'steps[1].filters: expected a whole number of at least 1, found "64"',
    "schema",
  ],
  [
    second({ step: "conv", filters: 0, kernel: 3 }),
    "steps[1].filters: expected a whole number of at least 1, found 0",
    "schema",
  ],
  [
    second({ step: "conv", filters: 6 }),
    "steps[1].kernel: expected a whole number of at least 1, or two of them [rows, columns], found nothing",
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: [3, 3, 3] }),
    "steps[1].kernel: expected a whole number of at least 1, or two of them [rows, columns], found [3,3,3]",
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, "\u001b[2J\u202e\n": 1 }),
    'steps[1]."\\u001b[2J\\u202e\\n": conv has no such field',
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, paddding: "same" }),
    'steps[1].paddding: conv has no such field; did you mean "padding"?',
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel_size: 3 }),
    'steps[1].kernel_size: conv has no such field; did you mean "kernel"?',
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, strides: 2 }),
    'steps[1].strides: conv has no such field; did you mean "stride"?',
    "schema",
  ],
  [
    second({ step: "pool", size: 2, kind: "average" }),
    'steps[1].kind: expected max, mean, found "average"; did you mean "mean"?',
    "schema",
  ],
  [
    second({ step: "Conv2D", filters: 6, kernel: 3 }),
    `steps[1].step: expected the name of a step (${known}), found "Conv2D"; did you mean "conv"?`,
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, padding: "full" }),
    'steps[1].padding: expected valid, same, found "full"',
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, bias: 1 }),
    "steps[1].bias: expected true or false, found 1",
    "schema",
  ],
  [
    second({ step: "dropout", rate: 1 }),
    "steps[1].rate: expected a number of at least 0 and below 1, found 1",
    "schema",
  ],
  [
    second({ step: "dropout", rate: 0.5, name: "a/b" }),
    'steps[1].name: expected a name of letters, digits, - and _ that begins with a letter, found "a/b"',
    "schema",
  ],
  [
    second({ step: "filter", kernel: [[1, null]] }),
    "steps[1].kernel[0][1]: expected a number, found null",
    "schema",
  ],
  [
    second({ step: "train", epochs: 1, optimizer: "adamm" }),
    'steps[1].optimizer: expected an optimizer (adam, rmsprop, sgd), found "adamm"; did you mean "adam"?',
    "schema",
  ],
  [
    second({ step: "train", epochs: 1, optimizer: { kind: "adam", learningRate: 0 } }),
    "steps[1].optimizer.learningRate: expected a number above 0, found 0",
    "schema",
  ],
  [
    second({ step: "shift", rows: 1, columns: 0.5 }),
    "steps[1].columns: expected a whole number, found 0.5",
    "schema",
  ],
  [
    second({ step: "noise", standardDeviation: -1 }),
    "steps[1].standardDeviation: expected a number of at least 0, found -1",
    "schema",
  ],
  [
    second({ step: "branches", parts: [] }),
    "steps[1].parts: expected a list of at least 1, found []",
    "schema",
  ],
  [
    second({ step: "branches", parts: [{ step: "flatten" }] }),
    'steps[1].parts[0]: expected a list, found {"step":"flatten"}',
    "schema",
  ],
  [
    second({ step: "branches", parts: [[], [{ step: "pool", size: 2 }, { step: "pol" }]] }),
    `steps[1].parts[1][1].step: expected the name of a step (${known}), found "pol"; did you mean "pool"?`,
    "schema",
  ],
  [
    second({ step: "branches", parts: [[{ step: "conv", filters: 0, kernel: 1 }]] }),
    "steps[1].parts[0][0].filters: expected a whole number of at least 1, found 0",
    "schema",
  ],
  [
    second({ step: "branches", parts: [[{ step: "evaluate" }]] }),
    "steps[1].parts[0][0]: evaluate ends a pipeline; put it at the end, not into a part",
    "shapes",
  ],
  [
    second({ step: "augment", flip: "diagonal" }),
    'steps[1].flip: expected horizontal, vertical, found "diagonal"',
    "schema",
  ],
  [
    second({ step: "augment" }),
    "steps[1]: expected shift, flip or both, found neither",
    "shapes",
  ],
  [
    second({ step: "train", epochs: 1, optimizer: { kind: "sgd", learningRate: "slow" } }),
    "steps[1].optimizer.learningRate: expected a number above 0, or a schedule " +
    '(cosineDecay, exponentialDecay), found "slow"',
    "schema",
  ],
  [
    second({
      step: "train",
      epochs: 1,
      optimizer: { kind: "sgd", learningRate: { kind: "cosineDecay", initial: 1 } },
    }),
    "steps[1].optimizer.learningRate.epochs: expected a number above 0, found nothing",
    "schema",
  ],
  [
    second({ step: "train", epochs: 1, stop: { kind: "earlyStopping", monitor: "val_los" } }),
    "steps[1].stop.monitor: expected val_loss, val_accuracy, loss, accuracy, " +
    'found "val_los"; did you mean "val_loss"?',
    "schema",
  ],
  [
    second({ step: "train", epochs: 1, stop: "earlyStopping" }),
    "steps[1].stop: val_loss needs validation examples; " +
    "set validationSplit above 0 or monitor loss",
    "shapes",
  ],
  [
    second({ step: "filter", kernel: [[1, 2], [3]] }),
    "steps[1].kernel[1]: expected 2 numbers as in the first row, found 1",
    "shapes",
  ],
  [
    second({ step: "conv", filters: 1, kernel: 3, stride: 2, dilation: 2 }),
    "steps[1]: stride and dilation cannot both be above 1; leave one of them at 1",
    "shapes",
  ],
  [
    second({ step: "normalize", scale: 1, range: [0, 1] }),
    "steps[1]: expected scale and offset, or mean and std, or range alone",
    "shapes",
  ],
  [
    { convlab: 1, steps: [{ step: "input", shape: [8, 8] }] },
    "steps[0].shape: expected [length] or [height, width, channels], found [8,8]",
    "shapes",
  ],
];
