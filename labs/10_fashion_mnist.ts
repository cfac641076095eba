/**
 * @title Fashion-MNIST with a convolutional network · 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @section LAB: 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @run deno run --allow-read=.,/usr/share/datasets,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/checkpoints,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/10_fashion_mnist.ts
 * @needs nothing; --full needs the real data set (Debian's dataset-fashion-mnist, --data DIR or --download)
 * @minutes 0.5, full 23
 * @goals
 * - write a convolutional network as a pipeline of ten lines
 * - work out every row of its summary by hand: shapes and parameters
 * - train it, read its curves, and say when it begins to learn by heart
 * - compare it fairly with a multilayer perceptron, and find out what makes it better
 * - look at its mistakes: which clothes does it take for one another?
 */
import { claims } from "./chapter/claims/10_fashion_mnist.ts";
import { fashionMnistLog as book } from "./chapter/fashion_mnist_log.ts";
import {
  answers,
  compareRuns,
  type Curves,
  drawing,
  lab,
  modelSummary,
  row,
  rowText,
  showFullRun,
  testImages,
  toPixels,
  trainingCurves,
} from "../core/lab/mod.ts";
import { confusionMatrix, details, imageGrid } from "../core/report/mod.ts";
import {
  adam,
  conv,
  dense,
  dropout,
  earlyStopping,
  evaluate,
  flatten,
  load,
  normalize,
  pipeline,
  pool,
  summaryRows,
  summaryTotals,
  train,
} from "../dsl/mod.ts";

const { show, live, print, claim, check, dataset, run, pick, fullRun, random, finish } = await lab(
  import.meta,
  claims,
);

// # The data
//
// 70,000 grey pictures of clothes, 28×28, in ten classes. A convolution wants to know how many
// **채널(channel)** a picture has, so each becomes 28×28×1.
const data = await dataset("fashion-mnist", { test: 25 });
const shapes = [data.train, data.test].map(({ count }) => [count, ...data.shape]);
print(shapes.map((shape) => `(${shape.join(", ")})`).join(", "));
const wholeSet = data.subset ? "a quick run uses a part of the data" : true;
claim("train-shape", shapes[0] ?? null, { judge: wholeSet });
claim("test-shape", shapes[1] ?? null, { judge: wholeSet });

// # The model
//
// Three convolutions with two poolings between them, then a small multilayer perceptron. Read it
// from top to bottom: each line is a step, and the drawing shows the shape that leaves it.
const layers = [
  conv(64, { kernel: 3, padding: "same" }),
  pool(2),
  conv(32, { kernel: 3, padding: "same" }),
  pool(2),
  conv(16, { kernel: 3, padding: "same" }),
  flatten(),
  dense(256, "relu"),
  dense(128, "relu"),
  dense(10, "softmax"),
] as const;
const training = { optimizer: adam(), validationSplit: 0.25 };
// A quick run sees so few images that its last epoch may be a bad one: it gives back the best.
const best = earlyStopping({ monitor: "val_accuracy", patience: 6, restoreBestWeights: true });
const cnn = pipeline(
  load("fashion-mnist"),
  normalize(),
  ...layers,
  train({ ...training, ...pick({ epochs: 6, stop: best }, { epochs: 20 }) }),
  evaluate(),
);
show(drawing(cnn, "The chapter's network"), modelSummary(cnn));

// A convolution of $f$ filters on $c$ channels has $3·3·c·f + f$ parameters, a dense layer of $u$
// units on $n$ inputs $n·u + u$: work out one of each before you look at the claims.
const rows = summaryRows(cnn);
const printed = (row: number) => rowText(rows[row - 1]!);
claim("row-1", printed(1));
claim("row-2", printed(2));
claim("row-3", printed(3));
claim("row-4", printed(4));
claim("row-5", printed(5));
claim("row-6", printed(6));
claim("row-7", printed(7));
claim("row-8", printed(8));
claim("row-9", printed(9));
const { total, trainable } = summaryTotals(rows);
claim("parameters", [total, trainable]);

// # Training
//
// Adam, cross-entropy, batches of 32. The last quarter of the training images validates: Keras
// takes it before shuffling, and so do we.
const trained = await run(cnn, { name: "cnn" });
const steps = Math.ceil(Math.floor(data.train.count * 0.75) / 32);
print(`${steps} steps an epoch; test accuracy ${trained.metrics["test_accuracy"]?.toFixed(4)}`);
claim("steps", steps, { judge: wholeSet });
// The slides divide no pixel by 255 in this lab. Whether the printed log was made with or without
// is decided by running both: the book's first epoch has a loss of 0.7440.
const raw = await run(
  pipeline(
    load("fashion-mnist"),
    ...layers,
    train({ ...training, epochs: pick(2, 20) }),
    evaluate(),
  ),
  { name: "raw pixels" },
);
const kept = await fullRun();
const whole: Record<string, Curves> = {};
for (const [name, curves] of Object.entries(kept?.runs ?? {})) {
  if (["cnn", "raw pixels"].includes(name)) whole[`${name}, full run of ${kept?.date}`] = curves;
}
show(...trainingCurves({
  "this run, pixels/255": trained.history,
  "this run, raw pixels": raw.history,
  "the book": book,
  ...whole,
}));
const twenty = (of: typeof trained) =>
  !data.subset && of.history.loss.length === 20
    ? true
    : `this run trained ${of.history.loss.length} epochs on ${data.train.count} images`;
const loss = "the log was made with the other pixels, or from other initial weights";
const curves = "other pixels: see the curves";
claim("first-loss-scaled", trained.history.loss[0] ?? null, { why: loss, judge: twenty(trained) });
claim("accuracy-scaled", trained.history.accuracy.at(-1) ?? null, {
  why: curves,
  judge: twenty(trained),
});
claim("val_accuracy-scaled", trained.history.val_accuracy.at(-1) ?? null, {
  why: curves,
  judge: twenty(trained),
});
claim("first-loss-raw", raw.history.loss[0] ?? null, { why: loss, judge: twenty(raw) });
claim("accuracy-raw", raw.history.accuracy.at(-1) ?? null, { why: curves, judge: twenty(raw) });
claim("val_accuracy-raw", raw.history.val_accuracy.at(-1) ?? null, {
  why: curves,
  judge: twenty(raw),
});
claim("spike", Math.max(...raw.history.val_loss.slice(1)), {
  why: "a single bad epoch is an accident of one run: another seed has it elsewhere or not at all",
  judge: twenty(raw),
});

// # Is it better than a multilayer perceptron?
//
// The network of LAB 8-1 on the same images: every pixel connected with every unit.
const mlp = await run(
  pipeline(
    load("fashion-mnist"),
    normalize(),
    flatten(),
    dropout(0.2),
    dense(128, "relu"),
    dense(32, "relu"),
    dense(10, "softmax"),
    train({ ...training, epochs: pick(4, 20) }),
    evaluate(),
  ),
  { name: "mlp" },
);
show(
  ...compareRuns("The same images, three networks", {
    "the chapter's CNN": trained,
    "the same, raw pixels": raw,
    "multilayer perceptron": mlp,
  }),
  ...showFullRun(kept),
);

// # Twenty-five predictions
//
// The chapter draws `rand_idx` from 0 to 9,999 and shows the 25 images from there on. Near the end
// fewer than 25 are left; we draw a start that leaves enough.
check(
  "fewer than 25 images are left to show from rand_idx = 9,999 on",
  data.test.labels.slice(9999, 9999 + 25).length,
  { below: 25 },
  { why: "np.random.randint(0, 10000 - 24) would leave 25", judge: wholeSet },
);
const start = random.fork("predictions").below(data.test.count - 24);
const tests = testImages(data);
const tiles = Array.from({ length: 25 }, (_, i) => ({
  image: toPixels(row(tests, start + i)),
  caption: data.classes[data.test.labels[start + i] ?? -1] ?? "?",
}));
const guesses = answers(await trained.model.predict(tests));
await live.network({
  model: trained.model,
  pictures: tests,
  labels: data.test.labels,
  classes: data.classes,
});
show(
  imageGrid({
    id: "test-images",
    title: "25 test images with their labels",
    caption: "The labels are the data set's.",
    alt: "A grid of 25 small pictures of clothes, each with its class.",
    tiles,
    columns: 5,
  }),
  imageGrid({
    id: "predictions",
    title: "The same 25 as the network sees them",
    caption: "A cross marks a mistake: the network's class, then the right one.",
    alt: "The same grid with the predicted classes; mistakes are marked.",
    tiles: tiles.map(({ image, caption }, i) => {
      const guess = data.classes[guesses[start + i] ?? -1] ?? "?";
      return guess === caption
        ? { image, caption, mark: "right" }
        : { image, caption: `${guess} (${caption})`, mark: "wrong" };
    }),
    columns: 5,
  }),
);

// # What it takes for what
const counts = data.classes.map(() => data.classes.map(() => 0));
guesses.forEach((guess, i) => counts[data.test.labels[i] ?? -1]![guess]!++);
show(confusionMatrix({
  id: "confusion",
  title: "Confusion matrix of the chapter's network",
  caption: "Rows are the truth, columns the network's answers. What lies off the diagonal is a " +
    "mistake: look for the darkest cells there.",
  alt: "A 10×10 table of how often each class was taken for each.",
  counts,
  classes: data.classes,
}));

// # What to try next
show(
  details(
    "Fewer filters: replace `conv(64, {` by `conv(16, {`. What becomes of the parameters?",
    "Row 1 has 160, row 3 has 4,640: the convolutions were never where the parameters are.",
  ),
  details(
    'A narrower middle: replace `dense(256, "relu")` by `dense(64, "relu")`. Where do the parameters go?',
    "The first dense layer has 784·64 + 64 = 50,240 instead of 200,960: most of the network was there.",
  ),
);
await finish();
