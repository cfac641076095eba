/**
 * @title Fashion-MNIST with a convolutional network · 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @section LAB: 합성곱 신경망으로 패션 MNIST 분류를 개선하기
 * @run deno run --allow-read=.,/usr/share/datasets,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/checkpoints,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/10_fashion_mnist.ts
 * @needs nothing; --full needs the real data set (Debian's dataset-fashion-mnist, --data DIR or --download)
 * @minutes 0.8, full 80
 * @goals
 * - write a convolutional network as a pipeline, and work out each row of its summary by hand
 * - compare two networks fairly, and say whether one is better by more than chance
 * - find out by an experiment what makes a network better
 * - read the curves of a training, and say when to stop
 * - say what "shirt, 93 %" is worth, and why a network may learn nothing at all
 */
import { claims } from "./chapter/claims/10_fashion_mnist.ts";
import { fashionMnistLog as book } from "./chapter/fashion_mnist_log.ts";
import {
  agreement,
  answers,
  type Curves,
  lab,
  mean,
  modelSummary,
  rounded,
  row,
} from "../core/lab/mod.ts";
import { rowText, showFullRun, stack, std } from "../core/lab/mod.ts";
import { type Tensor, testImages, toPixels } from "../core/lab/mod.ts";
import { barChart, confusionMatrix, imageGrid, lineChart, table } from "../core/report/mod.ts";
import { adam, conv, cosineDecay, dense, dropout, evaluate, flatten, frozen } from "../dsl/mod.ts";
import { input, load, normalize, permutePixels, pipeline, pool } from "../dsl/mod.ts";
import { receptiveFields, type Step, stepNames, summaryRows, summaryTotals } from "../dsl/mod.ts";
import { train } from "../dsl/mod.ts";
import type { Run } from "../core/training/run.ts";

const {
  show,
  live,
  print,
  claim,
  check,
  dataset,
  run,
  fit,
  pick,
  full,
  fullRun,
  seed,
  random,
  finish,
} = await lab(import.meta, claims);

// A multilayer perceptron connects every pixel with every unit, and it tells a sandal from a coat
// quite well. The chapter puts a **합성곱 신경망(convolutional network)** in its place and asks by how
// much the answers improve. You will measure it. Then you will ask what the chapter leaves open: is
// the new network better because it is larger, because it looks at pixels that lie side by side, or
// because it finds its filters itself?
//-
const data = await dataset("fashion-mnist", { test: 25 });
const tests = testImages(data);
const cnn = trainable(normalize(), ...layers());
const trained = await run(cnn, { name: "cnn" });

//: The trained network at work. Take the next test picture, draw one of your own, or move it with the
//: arrow keys, and follow it from layer to layer. Some maps light up at the outline, some at the sole,
//: some nowhere: there is less and less boot to see, and more of an answer. Can you draw something that
//: it is sure of and wrong about?
await live.network({
  model: trained.model,
  pictures: tests,
  labels: data.test.labels,
  classes: data.classes,
});

// # The network
//
// A picture of the data set has 28×28 grey pixels. A convolution also wants to know how many
// **채널(channel)** there are, so the shape gets one more number, 1; the pixels stay what they are. Three
// convolutions look for patterns, two poolings make the maps smaller, and what is left is flattened and
// given to a small perceptron, which decides.
function layers(first = 64, second = 32, third = 16): Step[] {
  return [
    conv(first, { kernel: 3, padding: "same" }),
    pool(2),
    conv(second, { kernel: 3, padding: "same" }),
    pool(2),
    conv(third, { kernel: 3, padding: "same" }),
    flatten(),
    dense(256, "relu"),
    dense(128, "relu"),
    dense(10, "softmax"),
  ];
}

// Before you look at the table: which layer has most of the parameters? A convolution of $f$ filters
// on $c$ channels has $3·3·c·f$ weights and $f$ biases, so the first one has $3·3·1·64 + 64 = 640$. A
// dense layer of $u$ units on $n$ numbers has $n·u + u$.
//-
show(modelSummary(cnn));
const shapes = [data.train, data.test].map(({ count }) => [count, ...data.shape]);
const wholeSet = data.subset ? "a quick run uses a part of the data" : true;
claim("train-shape", shapes[0] ?? null, { judge: wholeSet });
claim("test-shape", shapes[1] ?? null, { judge: wholeSet });
const summary = summaryRows(cnn);
const printed = (row: number) => rowText(summary[row - 1]!);
claim("row-1", printed(1));
claim("row-2", printed(2));
claim("row-3", printed(3));
claim("row-4", printed(4));
claim("row-5", printed(5));
claim("row-6", printed(6));
claim("row-7", printed(7));
claim("row-8", printed(8));
claim("row-9", printed(9));
const { total, trainable: learned } = summaryTotals(summary);
claim("parameters", [total, learned]);
const steps = Math.ceil(Math.floor(data.train.count * 0.75) / 32);
claim("steps", steps, { judge: wholeSet });

// More than three quarters of the parameters sit in the first dense layer, less than a tenth in the
// convolutions. And yet the convolutions are its eyes. What does the second one see? A pixel of its maps
// depends on a window of the picture that is larger than 3×3, because pooling has put several pixels
// into each of those it looks at. Work out the windows of all three before you read on.
//-
const names = stepNames(cnn);
const convolutions = ["conv1", "conv2", "conv3"];
const windows = convolutions.map((name) => receptiveFields(cnn)[names.indexOf(name)]!.size[0]);
show(table({
  columns: ["layer", "one pixel sees"],
  rows: convolutions.map((name, i) => [name, `${windows[i]}×${windows[i]}`]),
}));
check("side of the window that a pixel of each convolution sees", windows, { equals: [3, 8, 18] });

// # Why divide by 255?
//
// The steps above begin with `normalize()`, which divides each pixel by 255. The slides of this LAB do
// not. Does it matter? Take the network before any training: its weights are random, so it should
// give each of the ten classes about a tenth, and its loss should be near $-\ln 0.1 = 2.303$.
const before = {
  "0…1": await untrained("0…1", [normalize(), ...layers()]),
  "0…255": await untrained("0…255", layers()),
};
//-
show(table({
  caption: "Loss before training",
  columns: ["pixels", "first seed", "second seed", "third seed"],
  rows: Object.entries(before).map(([pixels, all]) => [pixels, ...all.map((x) => rounded(x, 2))]),
}));
check("loss before training, pixels from 0 to 1: ln 10", mean(before["0…1"]), {
  near: Math.log(10),
  within: 0.05,
});
check("with pixels from 0 to 255 it is many times as large", Math.min(...before["0…255"]), {
  above: 10,
});

// The random first weights are made for numbers of about 1. Pixels up to 255 make the scores hundreds
// of times larger, so the untrained network is certain of one class, and mostly wrong. The first steps
// of training only undo this. The network learns in the end, as the book's log shows, but it begins
// further away.

// # Three networks, one fair race
//
// The rival is the perceptron of LAB 8-1. It has less than half of the parameters, though, and if it
// loses, its size may be to blame. So a second perceptron takes part, as large as the convolutional
// network. All three get the same pictures, the same optimiser and the same number of epochs. Each is
// trained three times, from other random weights, so that you see how much of a difference is luck. (A
// quick run has time for two epochs only and makes its steps smaller towards the end, `cosineDecay`, for
// all networks alike.) Guess before you look: how many mistakes in 100 pictures will the convolution save?
function trainable(...steps: Step[]) {
  const optimizer = pick(adam({ learningRate: cosineDecay({ initial: 2e-3, epochs: 2 }) }), adam());
  const training = train({ epochs: pick(2, 20), batchSize: 32, validationSplit: 0.25, optimizer });
  return pipeline(...[load("fashion-mnist"), ...steps, training, evaluate()]);
}

const perceptron = [normalize(), flatten(), dropout(0.2), dense(128, "relu"), dense(32, "relu")];
const large = [normalize(), flatten(), dense(256, "relu"), dense(192, "relu"), dense(48, "relu")];
const race = {
  "convolutional network": await thrice("cnn", [normalize(), ...layers()], [trained]),
  "perceptron of LAB 8-1": await thrice("mlp", [...perceptron, dense(10, "softmax")]),
  "perceptron of its size": await thrice("large mlp", [...large, dense(10, "softmax")]),
};

//: Mistakes in 100 test pictures: shorter is better. The bar on top is the standard deviation of three
//: seeds. Before you believe a difference, compare it with these bars.
show(mistakes("race", race));

//-
const [ours = [], ...others] = Object.values(race).map(scores);
const size = ([one]: readonly Run[]) => summaryTotals(summaryRows(one!.pipeline)).total;
show(table({
  caption: "Test accuracy",
  columns: ["network", "parameters", "first seed", "second seed", "third seed", "mean"],
  rows: Object.entries(race).map(([name, runs]) => [
    ...[name, size(runs)],
    ...[...scores(runs), mean(scores(runs))].map((score) => rounded(score, 4)),
  ]),
}));
const better = Math.min(...ours) > Math.max(...others.flat());
claim("better", better, {
  ...!better && { why: "a seed of a perceptron was as good as one of the convolutional network" },
});
check(
  "parameters of the large perceptron, as a multiple of the convolutional network's",
  size(race["perceptron of its size"]) / total,
  { near: 1, within: 0.01 },
);

// If even the worst of the three convolutional networks makes fewer mistakes than the best of the six
// perceptrons, chance is a poor explanation. But look at the sizes of the differences, too. A quick run
// sees a part of the pictures, and each of them twice. With all pictures and twenty epochs every network
// is better, and the convolutional one stays ahead, but by a mistake or two in a hundred.
//-
const kept = await fullRun();
show(...showFullRun(kept));

// # Where does the gain come from?
//
// It was not the size: the large perceptron had as many parameters. Two suspects are left, and each can
// be taken away from the network alone. Put the pixels of all pictures in one random order, always the
// same: every number is still there, but neighbours are torn apart. Or freeze the filters at their
// random first weights, so that only the dense layers learn. Which of the two will hurt more?
const [a, b, c] = pick([16, 16, 16], [64, 32, 16]);
const parts = layers(a, b, c);
const suspects = {
  "as it is": await thrice(
    "learned filters",
    [normalize(), ...parts],
    full ? race["convolutional network"] : [],
  ),
  "pixels scrambled": await thrice("scrambled", [normalize(), permutePixels(1), ...parts]),
  "filters never trained": await thrice("random filters", [
    normalize(),
    frozen(parts.slice(0, 6)),
    ...parts.slice(6),
  ]),
};

//: The same layers three times. In a quick run the convolutions have fewer filters, which
//: trains faster. Compare the second and the third bar with the large perceptron above.
show(mistakes("gain", suspects));

//-
const [whole = [], ...without] = Object.values(suspects).map(scores);
const [scrambled, untaught] = without.map((others) =>
  Math.min(...whole.map((score, i) => score - (others[i] ?? NaN)))
);
check("accuracy that scrambled pixels cost, the least of three seeds", scrambled ?? null, {
  above: 0,
});
check("accuracy that filters bring by learning, the least of three seeds", untaught ?? null, {
  above: 0,
});

// On scrambled pixels the convolutional network is about as good as a perceptron, and with filters that
// nobody trained it is worse. So neither of the two is enough alone. The gain comes from **filters that
// are learned, on pixels that are neighbours**: every place of every picture teaches the same nine
// weights, because the pattern they look for may be anywhere. Lab 1 shows that a perceptron does not even
// notice when its pixels are scrambled.

// # Two lines that part
//
// The chapter draws two lines: the loss on the pictures that the network trains on, and the loss on
// those it has never seen. Where would you have stopped?

//: Above the twenty epochs that the chapter prints, below those of our last full run, made like the
//: chapter's with pixels from 0 to 255. Solid: training. Dashed: validation. Look where the dashed line
//: turns.
show(
  twoLines("the book", book),
  ...kept?.runs["raw pixels"] ? [twoLines("full run", kept.runs["raw pixels"])] : [],
);
//-
const lines: Record<string, Curves> = {
  "the book": book,
  ...kept?.runs["raw pixels"] && { "full run": kept.runs["raw pixels"] },
};
show(table({
  columns: ["log", "epoch of the lowest val_loss", "epoch of the highest val_accuracy"],
  rows: Object.entries(lines).map(([log, { val_loss, val_accuracy }]) => [
    log,
    val_loss.indexOf(Math.min(...val_loss)) + 1,
    val_accuracy.indexOf(Math.max(...val_accuracy)) + 1,
  ]),
}));

// The training loss falls to the end, the validation loss turns and rises, and still the validation
// accuracy does not fall. That looks like a contradiction. It is none: accuracy only counts whether the
// right class came first, while the loss also asks how sure the network was. A network that learns its
// pictures by heart, which is called **과적합(overfitting)**, grows ever surer, also of its mistakes, and a
// mistake made with 99.9 % costs $-\ln 0.001 = 6.9$. If you need trustworthy probabilities, stop where
// the validation loss is lowest. If you only need the first answer, stop where the validation accuracy
// is highest: `earlyStopping({ monitor: "val_accuracy" })`. The one leap of the book's line, in epoch 16,
// is gone an epoch later; nobody should conclude anything from a single epoch.
//-
const raw = full ? await thrice("raw pixels", layers()) : [];
const middle = (of: (run: Run) => number | undefined) =>
  raw.map((run) => of(run) ?? NaN).toSorted((a, b) => a - b)[1] ?? null;
const epochs = raw[0]?.history.loss.length ?? 0;
const judge = data.subset || epochs === 20
  ? wholeSet
  : `this run trained ${epochs} epochs on ${data.train.count} images`;
claim("first-loss-raw", middle(({ history }) => history.loss[0]), {
  why: "other random first weights",
  judge,
});
claim("accuracy-raw", middle(({ history }) => history.accuracy.at(-1)), {
  why: "other random first weights",
  judge,
});
claim("val_accuracy-raw", middle(({ history }) => history.val_accuracy.at(-1)), {
  why: "a single epoch goes up and down by more than a hundredth",
  judge,
});

// # Why is validation sometimes better than training?
//
// In the first epoch of almost every log, the book's as well, the network is better on pictures it has
// never seen than on those it learns from. That cannot be. What does the number behind `accuracy:` mean?
// Train a perceptron for one epoch, then measure the same training pictures once more.
const once = await run(
  pipeline(...[load("fashion-mnist"), ...perceptron, dense(10, "softmax"), oneEpoch()]),
  { name: "one epoch" },
);
const seen = Math.floor(data.train.count * 0.75);
const again = agreement(
  answers(await once.model.predict(pictures(data.train.images, seen))),
  data.train.labels.subarray(0, seen),
);
const during = once.metrics["accuracy"] ?? NaN;
//-
show(table({
  columns: ["pictures", "measured", "accuracy"],
  rows: [
    ["training", "during the epoch", rounded(during, 4)],
    ["training", "after the epoch", rounded(again, 4)],
    ["validation", "after the epoch", rounded(once.metrics["val_accuracy"] ?? NaN, 4)],
  ],
}));
check("accuracy on the training pictures, after the epoch minus during it", again - during, {
  above: 0,
});

// The training number is an average over the whole epoch, and at its beginning the network knew nothing.
// Besides, **드롭아웃(dropout)** switches units off during training only. Measured at the same moment, the
// training pictures are as easy as the others, and after a few epochs easier.

// # "Shirt, 93 %": how sure is that?
//
// The last layer gives ten numbers that add up to 1, and one is tempted to read them as probabilities.
// You can test whether they are: of all pictures about which the network says "I am 80 to 90 % sure",
// 80 to 90 % should be right.
const said = opinions(await trained.model.predict(tests));
//-
show(table({
  caption: "Test pictures by how sure the network is",
  columns: ["it says", "pictures", "it says on average", "right"],
  rows: [[0, 0.5], [0.5, 0.7], [0.7, 0.9], [0.9, 0.99], [0.99, 1]].map(([from = 0, to = 1]) => {
    const those = said.flatMap(({ sure }, i) => sure > from && sure <= to ? [i] : []);
    const share = (of: (i: number) => number) =>
      those.length === 0 ? "–" : percent(mean(those.map(of)));
    const [sure, right] = [
      (i: number) => said[i]!.sure,
      (i: number) => Number(said[i]!.guess === data.test.labels[i]),
    ];
    return [`${percent(from)} … ${percent(to)}`, those.length, share(sure), share(right)];
  }),
}));

// After a short training the two columns agree well; after twenty epochs the network is too sure, for
// the reason you saw above. But the test only speaks of clothes. Show it something that is none.
const strange = Array.from({ length: 200 }, (_, i) => i < 100 ? noise(i) : scribble(i));
const called = opinions(await trained.model.predict(stack(strange)));

//: Noise and scribbles, none of them clothing, with what the network says. There is no answer "I don't
//: know" among its ten, and the ten must add up to 1.
show(imageGrid({
  tiles: [0, 1, 2, 3, 100, 101, 102, 103].map((i) => ({
    image: toPixels(strange[i]!),
    caption: `${data.classes[called[i]!.guess]}, ${percent(called[i]!.sure)}`,
  })),
  columns: 4,
}));
check(
  "how sure it is of pictures without clothing, on average",
  mean(called.map(({ sure }) => sure)),
  {
    above: 0.3,
  },
);

// # What it takes for what
//
// The chapter shows 25 test pictures from a random place on, then the array `pred` of what the network
// takes them for. Its start is drawn from 0 to 9,999, and near the end fewer than 25 are left; here it is
// drawn so that 25 remain.
const start = random.fork("predictions").below(data.test.count - 24);
const pred = said.slice(start, start + 25).map(({ guess }) => guess);
print(`array([${pred.join(", ")}])`);
check(
  "fewer than 25 images are left to show from rand_idx = 9,999 on",
  data.test.labels.slice(9999, 9999 + 25).length,
  { below: 25 },
  { why: "np.random.randint(0, 10000 - 24) would leave 25", judge: wholeSet },
);

//: The same 25. A cross marks a mistake: what the network says, and in brackets what it is. Would you
//: have known better?
show(imageGrid({
  id: "predictions",
  tiles: pred.map((guess, i) => {
    const truth = data.test.labels[start + i] ?? -1;
    return {
      image: toPixels(row(tests, start + i)),
      caption: data.classes[guess] + (guess === truth ? "" : ` (${data.classes[truth]})`),
      mark: guess === truth ? "right" : "wrong",
    };
  }),
  columns: 5,
}));

//: All test pictures: a row for what they are, a column for what the network says. Mistakes lie off the
//: diagonal. Most are between shirts, T-shirts, pullovers and coats, and hardly any between clothes and
//: shoes.
show(confusionMatrix({
  id: "confusion",
  counts: data.classes.map((_, truth) =>
    data.classes.map((_, guess) =>
      said.filter((one, i) => one.guess === guess && data.test.labels[i] === truth).length
    )
  ),
  classes: data.classes,
}));

// # "My accuracy stays at 10 %"
//
// Ten classes and ten right answers in a hundred: the network guesses. Everybody who trains networks has
// seen this. Here is a small patient that is well. Make it ill, and learn to know the symptoms.
const few = Math.min(2000, data.train.count);
const labels = Float32Array.from(data.train.labels.subarray(0, few));
const patient = await fit(
  pipeline(
    input(28, 28, 1),
    normalize(),
    flatten(),
    dense(128, "relu"),
    dense(10, "softmax"),
    train({ epochs: 3, optimizer: adam({ learningRate: 0.001 }) }),
  ),
  { x: pictures(data.train.images, few), y: { shape: [few], data: labels } },
);
const health = agreement(answers(await patient.model.predict(tests)), data.test.labels);

//-
show(table({
  columns: ["loss", "test accuracy"],
  rows: [[rounded(patient.history.loss.at(-1) ?? NaN, 3), rounded(health, 3)]],
}));
check("the patient knows more than a guess", health, { above: 0.3 });

//-
/** Trains the same steps from three seeds; `runs` are those that have been. */
async function thrice(name: string, steps: Step[], runs: readonly Run[] = []) {
  const all = [...runs];
  for (const one of [seed, seed + 1, seed + 2].slice(runs.length)) {
    const title = one === seed ? name : `${name}, seed ${one}`;
    all.push(await run(trainable(...steps), { name: title, seed: one }));
  }
  return all;
}

/** The losses on the test pictures with the random weights of three seeds. */
async function untrained(name: string, steps: Step[]) {
  const all = [];
  for (const one of [seed, seed + 1, seed + 2]) {
    const network = pipeline(...[load("fashion-mnist"), ...steps, evaluate()]);
    const { metrics } = await run(network, { name: `untrained, ${name}, seed ${one}`, seed: one });
    all.push(metrics["test_loss"] ?? NaN);
  }
  return all;
}

function oneEpoch() {
  return train({ epochs: 1, validationSplit: 0.25 });
}

/** What a network says of each picture, and with which probability. */
function opinions(said: Tensor) {
  const classes = said.shape[1] ?? 1;
  return answers(said).map((guess, i) => ({ guess, sure: said.data[classes * i + guess] ?? NaN }));
}

function scores(runs: readonly Run[]) {
  return runs.map(({ metrics }) => metrics["test_accuracy"] ?? NaN);
}

/** Bars of the mistakes in 100 test pictures: the mean of the runs, and their standard deviation. */
function mistakes(id: string, groups: Readonly<Record<string, readonly Run[]>>) {
  const all = Object.values(groups).map((runs) => scores(runs).map((score) => 100 * (1 - score)));
  const values = all.map((some) => rounded(mean(some), 1));
  return barChart({
    id,
    x: { name: "network", unit: "" },
    y: { name: "mistakes in 100", unit: "" },
    categories: Object.keys(groups),
    series: [{ name: "mean of three seeds", values, spread: all.map(std) }],
  });
}

function twoLines(of: string, { loss, val_loss }: Pick<Curves, "loss" | "val_loss">) {
  return lineChart({
    id: of === "the book" ? "loss" : "loss-full-run",
    title: of,
    x: { name: "epoch", unit: "" },
    y: { name: "loss", unit: "", range: [0, 1.6] },
    series: [{ name: "loss", y: loss }, { name: "val_loss", y: val_loss, line: "dash" }],
  });
}

function percent(share: number) {
  return `${Math.round(100 * share)} %`;
}

function pictures(images: Uint8Array, count: number) {
  return { shape: [count, 28, 28, 1], data: Float32Array.from(images.subarray(0, count * 784)) };
}

/** 784 grey values without any pattern. */
function noise(i: number) {
  const draw = random.fork(`noise ${i}`);
  return { shape: [28, 28, 1], data: Float32Array.from({ length: 784 }, () => draw.below(256)) };
}

/** The white track of a pen that turns as it likes. */
function scribble(i: number) {
  const draw = random.fork(`scribble ${i}`);
  const paper = new Float32Array(784);
  let [x, y, angle] = [14, 14, 0];
  for (let step = 0; step < 150; step++) {
    angle += draw.normal() / 2;
    x = Math.min(26, Math.max(0, x + Math.cos(angle)));
    y = Math.min(26, Math.max(0, y + Math.sin(angle)));
    for (const at of [0, 1, 28, 29]) paper[Math.floor(y) * 28 + Math.floor(x) + at] = 255;
  }
  return { shape: [28, 28, 1], data: paper };
}

// # Try it yourself
//? The patient's first illness: replace `learningRate: 0.001` by `learningRate: 0.5`. What becomes of loss
//? and accuracy?
//! The accuracy is that of a guess, and the check "the patient knows more than a guess" fails. The first
//! steps were so long that they threw the weights far away, to where relu gives 0 for every picture; there
//! it has no slope, and nothing can be learned any more. A loss that stays near $\ln 10 = 2.303$ is the sign
//! of a network that gives each class a tenth. Try 0.00001 as well: the network learns, but very slowly.
//? Its second illness: replace `data: labels` by `data: labels.toSorted()`. All labels are still there, but
//? they no longer belong to their pictures.
//! Hardly more than a guess, so the check "the patient knows more than a guess" fails again. This time no
//! learning rate helps, because there is nothing to learn. It happens when pictures are shuffled and their
//! labels are not: look at ten pictures with their labels before you train. ConvLab also warns that the
//! labels are sorted, which is a third illness: a network that sees one class after the other only
//! remembers the last one. Two more are refused with a sentence: a last layer without softmax, and labels
//! that count from 1.
//? Is dropout the reason why validation is better in the first epoch? To see it, replace `dropout(0.2)` by
//? `dropout(0)`.
//! The gap becomes smaller and stays. Most of it comes from the average over an epoch in which the network
//! learned.
//? Sixty-four filters are many for a boot of 28×28 pixels: replace `first = 64` by `first = 16`. What
//? becomes of row 3 of the summary, and of the mistakes?
//! Row 3 has $3·3·16·32 + 32 = 4{,}640$ parameters instead of 18,464, and three claims about the
//! summary differ, as they must. The mistakes stay about the same, and training is much faster.
//? The chapter puts no activation between the third convolution and the first dense layer: replace
//? `conv(third, { kernel: 3, padding: "same" }),` by
//? `conv(third, { kernel: 3, padding: "same", activation: "relu" }),`. Does it help?
//! In two epochs you will hardly see it. Two weighted sums with nothing between them are one weighted sum,
//! so the third convolution adds little as it stands. Lab 13 gives all three a relu, and more time.
await finish();
