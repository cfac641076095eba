/**
 * @title Beyond the book: the same layers, better trained · 같은 층, 더 나은 학습
 * @section beyond LAB: 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @run deno run --allow-read --allow-write=reports --allow-env --allow-ffi labs/13_beyond_the_book.ts
 * @needs nothing; --full needs the real data set (Debian's dataset-fashion-mnist, --data DIR or --download)
 * @minutes 0.7, full 30
 * @goals
 * - name four ways to train the same layers better, and write each as one word
 * - say which change brought how much, and why one looks at one change at a time
 * - read the signs of learning by heart in a curve, and do something about it
 */
import { compareRuns, lab, showFullRun, trainingCurves } from "../core/lab/mod.ts";
import { details } from "../core/report/mod.ts";
import {
  adam,
  augment,
  conv,
  cosineDecay,
  dense,
  earlyStopping,
  evaluate,
  flatten,
  load,
  normalize,
  pipeline,
  pool,
  train,
} from "../dsl/mod.ts";
import type { Run } from "../core/run.ts";

const { show, print, claim, run, pick, full, fullRun, finish } = await lab(import.meta);

// # Where lab 10 ended
//
// The chapter's network has 258,874 parameters and learns its training images by heart: its
// training accuracy climbs to 0.95 while the validation accuracy stays near 0.90. The layers are
// not the problem. This lab keeps every one of them and changes how they are trained, one change
// at a time, each on top of those before.
const layers = (activation: "linear" | "relu") =>
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

// # First change: an activation between the convolutions, and the best epoch
//
// Two convolutions with nothing but a maximum between them are nearly one convolution. **ReLU**,
// $\max(x, 0)$, after each makes three of them worth having. It also learns by heart faster; so
// `earlyStopping` watches the validation accuracy and gives back the weights of the best epoch. And
// a tenth of the images is enough to validate with: the rest may be learned from.
const stop = earlyStopping({ monitor: "val_accuracy", patience: 20, restoreBestWeights: true });
const relu = pipeline(
  load("fashion-mnist"),
  normalize(),
  ...layers("relu"),
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
  ...layers("relu"),
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
  ...layers("relu"),
  train({ ...base, epochs: pick(3, 20), stop, optimizer: decay(pick(3, 20)) }),
  evaluate(),
);

// # What each change brings
//
// A quick run has a sixth of the images and three epochs: enough to see that all of it works, not
// to tell the changes apart. The full run does.
const ladder = { "relu, best epoch": relu, "+ cosine decay": decayed, "+ mirrored": mirrored };
const runs: Record<string, Run> = {};
for (const [name, steps] of Object.entries(ladder)) {
  if (full || name !== "+ cosine decay") runs[name] = await run(steps, { name });
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
claim({
  id: "beyond",
  section: "beyond the book",
  what: "The same layers reach a test accuracy of at least 0.92",
  book: true,
  ours: best >= 0.92,
  why: `the best of these trainings reached ${best.toFixed(4)}`,
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
