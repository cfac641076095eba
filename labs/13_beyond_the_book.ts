/**
 * @title Beyond the book: the same layers, better trained · 같은 층, 더 나은 학습
 * @section beyond LAB: 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @run deno run --allow-read=.,/usr/share/datasets,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/checkpoints,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/13_beyond_the_book.ts
 * @needs nothing; --full needs the real data set (Debian's dataset-fashion-mnist, --data DIR or --download)
 * @minutes 0.4, full 20
 * @goals
 * - say what two convolutions with nothing between them are
 * - name four ways to train the same layers better, and write each as one word
 * - say which change brought how much, and why one looks at one change at a time
 * - read the signs of learning by heart in a curve, and do something about it
 */
import { compareRuns, lab, largestDifference, rounded, showFullRun } from "../core/lab/mod.ts";
import { type Tensor, testImages, trainingCurves } from "../core/lab/mod.ts";
import { details, table } from "../core/report/mod.ts";
import {
  activate,
  adam,
  augment,
  conv,
  cosineDecay,
  dense,
  earlyStopping,
  evaluate,
  filter,
  flatten,
  input,
  laplacian,
  load,
  normalize,
  pipeline,
  pool,
  type Step,
  train,
} from "../dsl/mod.ts";
import type { Run } from "../core/training/run.ts";

const { show, print, check, compute, dataset, run, pick, full, fullRun, finish } = await lab(
  import.meta,
);

// # Where lab 10 ended
//
// The chapter's network has 258,874 parameters and learns its training images by heart: its
// training accuracy climbs to 0.95 while the validation accuracy stays near 0.90. The layers are
// not the problem. This lab keeps every one of them and changes how they are trained, one change
// at a time, each on top of those before.

// # What is missing between the convolutions
//
// Two convolutions of 3×3 with nothing between them are one of 5×5: a weighted sum of weighted sums
// is a weighted sum. Take the Laplacian twice. In the middle its −4 meets −4 and each of its four ones
// meets a one, $16 + 4 = 20$; beside it −4 meets 1 and 1 meets −4, which is −8; and so on:
const twice = [
  [0, 0, 1, 0, 0],
  [0, 2, -8, 2, 0],
  [1, -8, 20, -8, 1],
  [0, 2, -8, 2, 0],
  [0, 0, 1, 0, 0],
];
const clothes = testImages(await dataset("fashion-mnist"), 100);
/** What two Laplacians make of pictures, with these steps between the two. */
const two = (x: Tensor, ...between: Step[]) => {
  const laplace = filter(laplacian());
  return compute(pipeline(...[input(28, 28, 1), normalize(), laplace, ...between, laplace]), x);
};
const one = await compute(pipeline(input(28, 28, 1), normalize(), filter(twice)), clothes);
check(
  "largest difference of two Laplacians with nothing between them and the 5×5 filter",
  largestDifference((await two(clothes)).data, one.data),
  { atMost: 1e-4 },
);

// The chapter gives its convolutions no **활성화 함수(activation function)**, and puts a max pooling
// between them. Is that enough? A weighted sum of a picture's negative is the negative of the sum,
// $f(-x) = -f(x)$, and that is easy to test. What fails the test is more than a weighted sum.
const negative = { ...clothes, data: clothes.data.map((v) => -v) };
const betweens: Record<string, Step[]> = {
  "nothing": [],
  "mean pooling": [pool(2, { kind: "mean" })],
  "max pooling": [pool(2)],
  "relu": [activate("relu")],
};
const apart: Record<string, number> = {};
for (const [name, steps] of Object.entries(betweens)) {
  const [of, ofNegative] = [await two(clothes, ...steps), await two(negative, ...steps)];
  apart[name] = largestDifference(of.data, ofNegative.data.map((v) => -v));
}
show(table({
  caption: "Largest distance of f(−x) from −f(x) on 100 pictures, pixels from 0 to 1",
  columns: ["between the two", "distance"],
  rows: Object.entries(apart).map(([name, distance]) => [name, rounded(distance, 4)]),
}));
check(
  "what makes two convolutions more than one weighted sum, when it stands between them",
  Object.keys(apart).filter((name) => (apart[name] ?? NaN) > 1e-4).join(", "),
  { equals: "max pooling, relu" },
);

// # To begin with: the chapter's layers, and the best epoch
//
// Whoever learns by heart should stop in time: `earlyStopping` watches the validation accuracy and
// gives back the weights of the best epoch. And a tenth of the images is enough to validate with: the
// rest may be learned from. This is what the changes are measured against.
const layersWith = (activation: "linear" | "relu") =>
  [
    conv(64, { kernel: 3, padding: "same", activation }),
    pool(2),
    conv(32, { kernel: 3, padding: "same", activation }),
    pool(2),
    conv(16, { kernel: 3, padding: "same", activation }),
    flatten(),
    dense(256, "relu"),
    dense(128, "relu"),
    dense(10, "softmax"),
  ] as const;
const base = { validationSplit: 0.1 };
const stop = earlyStopping({ monitor: "val_accuracy", patience: 20, restoreBestWeights: true });
const bare = pipeline(
  load("fashion-mnist"),
  normalize(),
  ...layersWith("linear"),
  train({ ...base, epochs: pick(3, 12), stop }),
  evaluate(),
);

// # First change: an activation between the convolutions
//
// The maximum alone stands between one weighted sum and the next. **ReLU**, $\max(x, 0)$, after each
// convolution is a second bend.
const layers = layersWith("relu");
const relu = pipeline(
  load("fashion-mnist"),
  normalize(),
  ...layers,
  train({ ...base, epochs: pick(3, 12), stop }),
  evaluate(),
);

// # Second change: smaller and smaller steps
//
// Adam's learning rate of 0.001 is right at the beginning and too large at the end, where the
// weights jump about their best values. A cosine takes it from 0.001 to 0 over the epochs:
//
// $$\eta(t) = \frac{\eta_0}{2}\left(1 + \cos\frac{\pi t}{T}\right).$$
const decay = (epochs: number) => adam({ learningRate: cosineDecay({ initial: 1e-3, epochs }) });
const decayed = pipeline(
  load("fashion-mnist"),
  normalize(),
  ...layers,
  train({ ...base, epochs: pick(3, 12), stop, optimizer: decay(pick(3, 12)) }),
  evaluate(),
);

// # Third change: mirrored images
//
// A shirt in a mirror is a shirt. Showing each image mirrored half of the time doubles what there
// is to learn from, without a new image: **데이터 증강(data augmentation)**. There is more to learn,
// so it takes more epochs.
const mirrored = pipeline(
  load("fashion-mnist"),
  normalize(),
  augment({ flip: "horizontal" }),
  ...layers,
  train({ ...base, epochs: pick(3, 20), stop, optimizer: decay(pick(3, 20)) }),
  evaluate(),
);

// # What each change brings
//
// A quick run has a sixth of the images and three epochs, and leaves out the steps between: enough
// to see that it works, not to tell the changes apart. The full run does.
const ladder = {
  "the chapter's layers, best epoch": bare,
  "+ relu": relu,
  "+ cosine decay": decayed,
  "+ mirrored": mirrored,
};
const runs: Record<string, Run> = {};
for (const [name, steps] of Object.entries(ladder)) {
  if (full || name === "+ relu" || name === "+ mirrored") runs[name] = await run(steps, { name });
}
show(
  ...compareRuns("The same layers, trained better", runs),
  ...trainingCurves(
    Object.fromEntries(Object.entries(runs).map(([name, { history }]) => [name, history])),
  ),
);
const kept = await fullRun();
show(...showFullRun(kept));
const best = Math.max(...Object.values(runs).map(({ metrics }) => metrics["test_accuracy"] ?? 0));
print(`best test accuracy of this run: ${best.toFixed(4)}`);
check("the same layers reach a test accuracy of 0.92", best, { atLeast: 0.92 }, {
  judge: full ? true : "a quick run trains 3 epochs on a sixth of the images",
});

// # What to try next
show(
  details(
    'Move the images, too: replace `augment({ flip: "horizontal" })` by `augment({ flip: "horizontal", shift: 2 })`. Does it help?',
    "Compare the curves: there is more to learn, so it learns more slowly, and by heart later.",
  ),
  details(
    "Let the weights decay: replace `initial: 1e-3, epochs })` by `initial: 1e-3, epochs }), weightDecay: 1e-4`. What does it do?",
    "The training accuracy grows more slowly; the gap to the validation accuracy narrows.",
  ),
);
await finish();
