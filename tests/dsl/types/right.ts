/** Pipelines that the compiler must accept, with the shape that it must find. */
import {
  activate,
  add,
  augment,
  average,
  batchNorm,
  binaryCrossentropy,
  box,
  branches,
  categoricalCrossentropy,
  channel,
  conv,
  convTranspose,
  dense,
  depthwiseConv,
  dropout,
  evaluate,
  expect,
  filter,
  flatten,
  fromJSON,
  frozen,
  globalPool,
  grayscale,
  groupNorm,
  image,
  input,
  layerNorm,
  load,
  maximum,
  meanSquaredError,
  multiply,
  normalize,
  type Pipeline,
  pipeline,
  pool,
  pretrained,
  residual,
  resize,
  shift,
  sparseCategoricalCrossentropy,
  type Step,
  type TensorSpec,
  toRgb,
  train,
  upsample,
  zeroPad,
} from "../../../dsl/mod.ts";

/** Compiles only if the compiler finds exactly this shape. */
function check<const S extends readonly number[]>(
  found: Pipeline<{ readonly shape: S; readonly classes: number }>,
  shape: S,
): readonly [readonly number[], Pipeline] {
  return [shape, found];
}

const twice = [conv(2, { kernel: 1 }), batchNorm()] as const;
const list: Step[] = [load("mnist"), pool(2)];
const some: number = 3;

/** What the compiler says, and the pipeline to compare it with at run time. */
export const right: readonly (readonly [readonly number[], Pipeline])[] = [
  check(pipeline(load("fashion-mnist"), conv(6, { kernel: 5 }), pool(2)), [12, 12, 6]),
  check(pipeline(input(224, 224, 3), conv(64, { kernel: 3, stride: 2 }), flatten()), [788544]),
  check(pipeline(input(75, 75, 3), conv(8, { kernel: [1, 7], padding: "same", stride: 4 })), [
    19,
    19,
    8,
  ]),
  check(pipeline(input(13, 12, 1), conv(2, { kernel: [3, 5], dilation: 2 })), [9, 4, 2]),
  check(pipeline(input(9, 8, 1), pool(3, { stride: 2, padding: "same" })), [5, 4, 1]),
  check(pipeline(input(999, 999, 1), pool([1, 3])), [999, 333, 1]),
  check(pipeline(input(109, 120, 2), channel(1), toRgb(), grayscale(), filter(box(3))), [
    107,
    118,
    1,
  ]),
  check(pipeline(input(8, 8, 4), toRgb({ background: [0, 0, 0] })), [8, 8, 3]),
  check(pipeline(input(8, 8, 2), grayscale(), grayscale(), toRgb(), toRgb()), [8, 8, 3]),
  check(pipeline(input(8, 8, 1), filter([[1, 2, 3], [4, 5, 6]], { stride: [1, 2] })), [7, 3, 1]),
  check(
    pipeline(
      input(28, 28, 1),
      shift(27, -27),
      augment({ shift: 27 }),
      augment({ flip: "vertical" }),
    ),
    [28, 28, 1],
  ),
  check(
    pipeline(
      input(28, 28, 192),
      branches(
        [conv(64, { kernel: 1 })],
        [conv(96, { kernel: 1 }), conv(128, { kernel: 3, padding: "same" })],
        [conv(16, { kernel: 1 }), conv(32, { kernel: 5, padding: "same" })],
        [pool(3, { stride: 1, padding: "same" }), conv(32, { kernel: 1 })],
        { name: "inception3a" },
      ),
      pool(2),
    ),
    [14, 14, 256],
  ),
  check(
    pipeline(
      input(8, 8, 3),
      branches(twice, [branches([], twice), ...twice, batchNorm()], [conv(996, { kernel: 1 })]),
    ),
    [8, 8, 1000],
  ),
  check(
    pipeline(
      input(9, 8, 4),
      depthwiseConv({ kernel: 3, stride: 2, padding: "same", multiplier: 2 }),
      residual([conv(8, { kernel: 3, padding: "same" })]),
      residual([conv(4, { kernel: 1, stride: 2 })], [
        conv(4, { kernel: 2, stride: 2, padding: "same" }),
      ]),
      multiply([], [globalPool({ keepDims: true })]),
      add([conv(6, 1)], [conv(6, { kernel: 1, groups: 2 })], { name: "sum" }),
      upsample([2, 3]),
      zeroPad([0, 1]),
      layerNorm(),
      groupNorm(3),
    ),
    [6, 8, 6],
  ),
  check(
    pipeline(
      input(5, 6, 1),
      convTranspose(2, { kernel: 4, stride: 3 }),
      convTranspose(1, { kernel: 2, stride: 3 }),
      maximum([], [conv(1, 1)]),
      average([], []),
    ),
    [48, 57, 1],
  ),
  check(pipeline(input(8, 8, 3), frozen([...twice, pool(2)]), frozen([])), [4, 4, 2]),
  check(pipeline(input(75, 75, 3), pretrained("inception-v3", { until: "mixed7" })), [3, 3, 768]),
  check(pipeline(input(299, 299, 3), pretrained("inception-v3")), [8, 8, 2048]),
  check(pipeline(input(50, 75, 3), pretrained("vgg16", { until: "block4_pool" })), [3, 4, 512]),
  check(
    pipeline(input(5, 4, 3), branches([globalPool()], [globalPool({ kind: "max" })], [flatten()])),
    [66],
  ),
  check(pipeline(image("a.png"), resize(75, 75), expect(75, 75, 3), globalPool()), [3]),
  check(
    pipeline(
      input(4),
      normalize(),
      batchNorm(),
      dense(1, "sigmoid"),
      train({ epochs: 1, loss: binaryCrossentropy() }),
    ),
    [1],
  ),
  check(
    pipeline(
      load("mnist"),
      conv(10, { kernel: 1 }),
      globalPool(),
      activate("softmax"),
      dropout(0.1),
      train({ epochs: 1 }),
    ),
    [10],
  ),
  check(
    pipeline(
      load("mnist"),
      flatten(),
      dense(10),
      train({ epochs: 1, loss: sparseCategoricalCrossentropy({ fromLogits: true }) }),
    ),
    [10],
  ),
  check(
    pipeline(
      load("mnist"),
      flatten(),
      dense(10, "softmax"),
      train({ epochs: 1, loss: categoricalCrossentropy() }),
    ),
    [10],
  ),
  check(
    pipeline(
      input(4),
      dense(2, { bias: false }),
      activate("sigmoid"),
      train({ epochs: 1, loss: binaryCrossentropy() }),
    ),
    [2],
  ),
  check(
    pipeline(
      input(4),
      dense(1),
      train({ epochs: 1, loss: binaryCrossentropy({ fromLogits: true }) }),
    ),
    [1],
  ),
  check(
    pipeline(
      input(5, 5, 1),
      conv(1, { kernel: 3 }),
      train({ epochs: 1, loss: meanSquaredError() }),
    ),
    [3, 3, 1],
  ),
  check(pipeline(load("mnist"), evaluate({ loss: meanSquaredError() })), [28, 28, 1]),
];

/** What the compiler cannot know is `number`, and checked at run time only. */
export const unknown: readonly Pipeline<TensorSpec>[] = [
  pipeline(...list),
  pipeline(load("mnist"), ...list.slice(1), expect(14, 14, 1)),
  pipeline(input(9, 9, 1), shift(some, -1)),
  pipeline(input(9, 9, 1), frozen(list.slice(1)), pool(2)),
  pipeline(input(9, 9, 1), frozen([pool(2), branches(list.slice(1))]), pool(2)),
  pipeline(input(9, 9, 1), branches([...list.slice(1)], [pool(2)]), expect(4, 4, 2)),
  pipeline(input(9, 9, 1), branches(...[[conv(some, { kernel: 1 })], [batchNorm()]])),
  pipeline(input(2000, 2000, 1), conv(some, { kernel: 3 }), pool(2), flatten(), dense(1)),
  fromJSON({ convlab: 1, steps: [{ step: "input", shape: [3] }] }),
];
