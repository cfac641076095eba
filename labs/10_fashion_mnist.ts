/**
 * @title Fashion-MNIST with a convolutional network · 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @section LAB: 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @run deno run --allow-read --allow-write=reports --allow-env --allow-ffi labs/10_fashion_mnist.ts
 * @needs nothing; --full needs the real data set (Debian's dataset-fashion-mnist, --data DIR or --download)
 * @minutes 1.5, full 45
 * @goals
 * - write a convolutional network as a pipeline of ten lines
 * - work out every row of its summary by hand: shapes and parameters
 * - train it, read its curves, and say when it begins to learn by heart
 * - look at its mistakes: which clothes does it take for one another?
 */
import { drawing, lab, modelSummary } from "../core/lab/mod.ts";
import { confusionMatrix, details, imageGrid, lineChart, timing } from "../core/report/mod.ts";
import {
  adam,
  conv,
  dense,
  evaluate,
  flatten,
  load,
  normalize,
  pipeline,
  pool,
  summaryRows,
  train,
} from "../dsl/mod.ts";

const { show, print, claim, dataset, run, pick, full, random, finish } = await lab(import.meta);
const section = "LAB: 패션 MNIST";
const book = {
  loss: [
    0.7440,
    0.3434,
    0.3014,
    0.2876,
    0.2703,
    0.2586,
    0.2452,
    0.2398,
    0.2207,
    0.2227,
    0.1972,
    0.2126,
    0.1893,
    0.1858,
    0.1907,
    0.1779,
    0.1777,
    0.1651,
    0.1838,
    0.1522,
  ],
  accuracy: [
    0.8158,
    0.8767,
    0.8902,
    0.8954,
    0.9010,
    0.9080,
    0.9117,
    0.9154,
    0.9208,
    0.9230,
    0.9309,
    0.9284,
    0.9348,
    0.9372,
    0.9367,
    0.9403,
    0.9418,
    0.9465,
    0.9406,
    0.9510,
  ],
  val_loss: [
    0.3715,
    0.3450,
    0.3122,
    0.3250,
    0.3448,
    0.3425,
    0.3465,
    0.3418,
    0.3977,
    0.3294,
    0.4038,
    0.3759,
    0.3930,
    0.4242,
    0.4569,
    1.5522,
    0.3749,
    0.3927,
    0.3970,
    0.4348,
  ],
  val_accuracy: [
    0.8677,
    0.8757,
    0.8902,
    0.8879,
    0.8794,
    0.8902,
    0.8901,
    0.8931,
    0.8735,
    0.8965,
    0.8779,
    0.8941,
    0.8961,
    0.8961,
    0.8785,
    0.8717,
    0.9041,
    0.8997,
    0.9047,
    0.9048,
  ],
};

// # The data
//
// 70,000 grey pictures of clothes, 28×28, in ten classes. The network wants to know how many
// **채널(channel)**s a picture has, so each becomes 28×28×1.
const data = await dataset("fashion-mnist");
const shapes = [data.train, data.test].map(({ count }) => [count, ...data.shape]);
print(shapes.map((shape) => `(${shape.join(", ")})`).join(", "));
const wholeSet = data.subset ? "a quick run uses a part of the data" : true;
claim({
  id: "train-shape",
  section,
  what: "Training images",
  book: [60000, 28, 28, 1],
  ours: shapes[0] ?? null,
  judge: wholeSet,
});
claim({
  id: "test-shape",
  section,
  what: "Test images",
  book: [10000, 28, 28, 1],
  ours: shapes[1] ?? null,
  judge: wholeSet,
});
claim({
  id: "class-names",
  section,
  what: "The ten classes",
  book: "T-shirt, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Boots",
  ours: data.classes.join(", "),
});

// # The model
//
// Three convolutions with two poolings between them, then a small multilayer perceptron. Read it
// from top to bottom: each line is a step, and the drawing shows the shape that leaves it.
const cnn = pipeline(
  load("fashion-mnist"),
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
  train({ epochs: pick(6, 20), optimizer: adam(), validationSplit: 0.25 }),
  evaluate(),
);
show(drawing(cnn, "The chapter's network"), modelSummary(cnn));

// A convolution of $f$ filters on $c$ channels has $3·3·c·f + f$ parameters, a dense layer of $u$
// units on $n$ inputs $n·u + u$: work out one of each before you look at the claims.
const expected = [
  [[28, 28, 64], 640],
  [[14, 14, 64], 0],
  [[14, 14, 32], 18464],
  [[7, 7, 32], 0],
  [[7, 7, 16], 4624],
  [[784], 0],
  [[256], 200960],
  [[128], 32896],
  [[10], 1290],
] as const;
const rows = summaryRows(cnn);
expected.forEach(([shape, parameters], i) => {
  const row = rows[i];
  claim({
    id: `row-${i + 1}`,
    section: `${section}, summary`,
    what: `Row ${i + 1}: ${row?.name}`,
    book: `(${shape.join(", ")}) ${parameters}`,
    ours: row ? `(${row.shape.join(", ")}) ${row.parameters}` : null,
  });
});
claim({
  id: "parameters",
  section: `${section}, summary`,
  what: "All parameters, all of them trainable",
  book: [258874, 258874],
  ours: [
    rows.reduce((sum, row) => sum + row.parameters, 0),
    rows.reduce((sum, row) => sum + row.trainable, 0),
  ],
});

// # Training
//
// Adam, cross-entropy, batches of 32. The last quarter of the training images validates: Keras
// takes it before shuffling, and so do we.
let steps = 0;
const { history, metrics, model } = await run(cnn);
const trained = history.loss.length;
steps = Math.ceil(Math.floor(data.train.count * 0.75) / 32);
print(`${steps} steps an epoch, ${trained} epochs`);
claim({
  id: "steps",
  section,
  what: "Steps an epoch",
  book: 1407,
  ours: steps,
  judge: wholeSet,
});
const curves = (measure: "loss" | "accuracy", unit: string) =>
  lineChart({
    title: measure === "loss" ? "Loss" : "Accuracy",
    caption: "Where the dashed line (validation) leaves the solid one, the network begins to " +
      "learn by heart. The book's run is on 45,000 images.",
    alt: `${measure} by epoch: training and validation, this run's and the book's.`,
    x: { name: "epoch", unit: "" },
    y: { name: measure, unit },
    series: [
      { name: "training", y: history[measure], group: "ours" },
      { name: "validation", y: history[`val_${measure}`], line: "dash", group: "ours" },
      { name: "book, training", y: book[measure], group: "book" },
      { name: "book, validation", y: book[`val_${measure}`], line: "dash", group: "book" },
    ],
  });
show(curves("loss", ""), curves("accuracy", ""));
const perEpoch = history.seconds.reduce((a, b) => a + b, 0) / trained * 1000;
show(timing("How long an epoch takes", { "an epoch": perEpoch, "a step": perEpoch / steps }));
const twenty = full && trained === 20
  ? true
  : `this run trained ${trained} epochs on ${data.train.count} images`;
for (const key of ["accuracy", "val_accuracy"] as const) {
  claim({
    id: `final-${key}`,
    section: `${section}, epoch 20`,
    what: `${key} after 20 epochs`,
    book: book[key].at(-1) ?? NaN,
    ours: history[key].at(-1) ?? null,
    tolerance: 0.02,
    judge: twenty,
  });
}
print(`test accuracy ${metrics["test_accuracy"]?.toFixed(4)}`);

// # Twenty-five predictions
//
// The chapter draws `rand_idx` from 0 to 9,999 and shows the 25 images from there on; near the end
// fewer than 25 are left. We draw a start that leaves enough.
const start = random.fork("predictions").below(data.test.count - 24);
const size = 28 * 28;
const images = Array.from({ length: 25 }, (_, i) => ({
  height: 28,
  width: 28,
  channels: 1,
  data: data.test.images.subarray((start + i) * size, (start + i + 1) * size),
}));
const label = (i: number) => data.classes[data.test.labels[i] ?? -1] ?? "?";
show(imageGrid({
  title: "25 test images with their labels",
  caption: "The labels are the data set's.",
  alt: "A grid of 25 small pictures of clothes, each with its class.",
  tiles: images.map((image, i) => ({ image, caption: label(start + i) })),
  columns: 5,
}));
const scores = await model.predict({
  shape: [data.test.count, ...data.shape],
  data: Float32Array.from(data.test.images),
});
const guesses = Array.from({ length: data.test.count }, (_, i) => {
  const row = scores.data.subarray(i * 10, i * 10 + 10);
  return row.indexOf(Math.max(...row));
});
show(imageGrid({
  title: "The same 25 as the network sees them",
  caption: "A cross marks a mistake: the network's class, then the right one.",
  alt: "The same grid with the predicted classes; mistakes are marked.",
  tiles: images.map((image, i) => {
    const [guess, right] = [data.classes[guesses[start + i] ?? -1] ?? "?", label(start + i)];
    return guess === right
      ? { image, caption: guess, mark: "right" }
      : { image, caption: `${guess} (${right})`, mark: "wrong" };
  }),
  columns: 5,
}));

// # What it takes for what
const counts = data.classes.map(() => data.classes.map(() => 0));
guesses.forEach((guess, i) => counts[data.test.labels[i] ?? -1]![guess]!++);
show(confusionMatrix({
  title: "Confusion matrix",
  caption:
    "Rows are the truth, columns the network's answers. Shirts are hardest: they are taken " +
    "for T-shirts, pullovers and coats.",
  alt: "A 10×10 table of how often each class was taken for each.",
  counts,
  classes: data.classes,
}));

// # What to try next
show(
  details(
    "Leave out `normalize()`. What happens to the first epoch's loss?",
    "It starts higher: pixels up to 255 make large scores. The chapter's log starts at 0.7440.",
  ),
  details(
    'Give the convolutions `activation: "relu"`. Does the accuracy change?',
    "A little: without it two convolutions in a row with only pooling between them stay almost " +
      "linear.",
  ),
);
await finish();
