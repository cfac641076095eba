/**
 * @title Receptive fields · 시각 정보 처리와 합성곱의 필요성
 * @section 시각 정보 처리와 합성곱의 필요성
 * @run deno run --allow-read=.,/usr/share/datasets,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/checkpoints,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/01_receptive_field.ts
 * @needs nothing; --full needs the real data set (Debian's dataset-fashion-mnist, --data DIR or --download)
 * @minutes 0.2, full 11
 * @goals
 * - say what is lost when a picture is flattened to a vector, and show it in numbers
 * - prove that a multilayer perceptron does not care where a pixel is
 * - work out the receptive field of a stack of convolutions and poolings, and measure it
 */
import { lab, largestDifference, litPixels, mean, rounded } from "../core/lab/mod.ts";
import { row, std, testImages, toPixels, toRows } from "../core/lab/mod.ts";
import type { Run } from "../core/training/run.ts";
import {
  barChart,
  details,
  imageFigure,
  lineChart,
  scrubber,
  sideBySide,
  table,
} from "../core/report/mod.ts";
import {
  adam,
  conv,
  dense,
  evaluate,
  flatten,
  input,
  load,
  normalize,
  permutePixels,
  pipeline,
  pool,
  receptiveFields,
  type Step,
  stepNames,
  train,
} from "../dsl/mod.ts";

const { show, print, check, compute, dataset, run, model, pick, seed, metric, finish } = await lab(
  import.meta,
);

// # A picture and the same picture, flattened
//
// A dense network takes a vector, so the picture is cut into rows and the rows are put end to
// end. No number is lost. But can you still see what it is?
const data = await dataset("fashion-mnist", { tested: [9] });
const size = 28;
const shoe = data.test.labels.indexOf(9);
const picture = row(testImages(data), shoe);
const vector = await compute(pipeline(input(size, size, 1), flatten()), picture);
show(
  imageFigure({
    id: "picture",
    title: "28 × 28 pixels",
    caption: "An ankle boot, plainly.",
    alt: "A small grey picture of an ankle boot.",
    image: toPixels(picture),
  }),
  sideBySide({
    id: "flattened",
    title: "The same 784 numbers as a vector",
    caption: "784 pixels wide, drawn 40 high so that it can be seen at all. The boot is gone.",
    alt: "A long strip of vertical stripes in grey.",
    images: [{
      title: "",
      image: {
        height: 40,
        width: 784,
        channels: 1,
        data: Float32Array.from({ length: 40 * 784 }, (_, i) => vector.data[i % 784] ?? 0),
      },
    }],
    columns: 2,
  }),
);

// Where do neighbours go? Write each pixel's number on it and flatten that: pixels that touch
// sideways stay neighbours, pixels that touch vertically end up a whole row apart.
const numbered = {
  shape: [size, size, 1],
  data: Float32Array.from({ length: size ** 2 }, (_, i) => i),
};
const order = await compute(pipeline(input(size, size, 1), flatten()), numbered);
const placeOf = (row: number, column: number) => order.data.indexOf(row * size + column);
const apart = (down: number, right: number) => {
  const distances = [];
  for (let row = 0; row + down < size; row++) {
    for (let column = 0; column + right < size; column++) {
      distances.push(Math.abs(placeOf(row + down, column + right) - placeOf(row, column)));
    }
  }
  return mean(distances);
};
check(
  "mean distance in the vector of pixels that touch sideways, and vertically (image width 28)",
  [apart(0, 1), apart(1, 0)],
  { equals: [1, size] },
);

// # Does it matter? Shuffle the pixels
//
// Draw one random order of the 784 places and put the pixels of **every** image in it, always the
// same. To us nothing is left. Who else minds?
const shuffle = permutePixels(1);
const shuffled = await compute(pipeline(input(size, size, 1), shuffle), picture);
show(sideBySide({
  id: "permuted",
  title: "The boot before and after the permutation",
  caption: "The same grey values, each in another place.",
  alt: "An ankle boot, and beside it grey noise.",
  images: [
    { title: "as it is", image: toPixels(picture) },
    { title: "permuted", image: toPixels(shuffled) },
  ],
}));

// A multilayer perceptron sums over all pixels with a weight for each; in which order they come is
// all the same to it. A convolution asks for neighbours. Both are trained with three seeds, on the
// pictures as they are and on the permuted ones. The networks are small, and trained for a short
// time: here it is not the accuracy that counts, but what the permutation does to it.
const mlp = [flatten(), dense(64, "relu"), dense(10, "softmax")];
const cnn = [
  conv(4, { kernel: 3, activation: "relu" }),
  pool(3),
  conv(8, { kernel: 3, activation: "relu" }),
  pool(2),
  flatten(),
  dense(10, "softmax"),
];
const learn = train({
  epochs: pick(2, 10),
  batchSize: 64,
  optimizer: adam({ learningRate: 0.003 }),
});
const networks: Record<string, Step[]> = {
  "multilayer perceptron": mlp,
  "convolutional network": cnn,
};
const seeds = [seed, seed + 1, seed + 2];
const runs: Record<string, Run[]> = {};
const [names, orders] = [Object.keys(networks), ["as they are", "permuted"]];
for (const [name, layers] of Object.entries(networks)) {
  for (const order of orders) {
    const first = order === "permuted" ? [shuffle] : [];
    const steps = [load("fashion-mnist"), normalize(), ...first, ...layers, learn, evaluate()];
    const key = `${name}, ${order}`;
    runs[key] = [];
    for (const seed of seeds) {
      runs[key].push(await run(pipeline(...steps), { name: `${key}, seed ${seed}`, seed }));
    }
  }
}
const of = (name: string, order: string) =>
  (runs[`${name}, ${order}`] ?? []).map(({ metrics }) => metrics["test_accuracy"] ?? NaN);
show(
  barChart({
    id: "accuracy",
    title: "Test accuracy before and after the permutation",
    caption:
      "The mean of three seeds; the bar on top is their standard deviation. The perceptron " +
      "does not notice; the convolutional network loses what its filters look for.",
    alt: "Bars: the perceptron's two are as high, the convolutional network's second is lower.",
    x: { name: "network", unit: "" },
    y: { name: "test accuracy", unit: "", range: [0.6, 1] },
    categories: names,
    series: orders.map((order) => ({
      name: order,
      values: names.map((name) => rounded(mean(of(name, order)), 4)),
      spread: names.map((name) => std(of(name, order))),
    })),
  }),
  table({
    caption: "Test accuracy by seed",
    columns: ["network", "pixels", ...seeds.map((seed) => `seed ${seed}`), "mean", "std"],
    rows: names.flatMap((name) =>
      orders.map((order) => {
        const tested = of(name, order);
        return [name, order, ...tested, mean(tested), std(tested)]
          .map((cell) => typeof cell === "number" ? rounded(cell, 4) : cell);
      })
    ),
  }),
);
const losses = names.map((name) =>
  seeds.map((_, i) => (of(name, "as they are")[i] ?? NaN) - (of(name, "permuted")[i] ?? NaN))
);
const [mlpLoss = [], cnnLoss = []] = losses;
print(
  `perceptron loses ${mean(mlpLoss).toFixed(4)}, convolutional network ${mean(cnnLoss).toFixed(4)}`,
);
metric("mlp_loss", mean(mlpLoss));
metric("cnn_loss", mean(cnnLoss));
check(
  "the perceptron's accuracy, as they are minus permuted, mean of three seeds",
  mean(mlpLoss),
  { near: 0, within: 0.01 },
);
check(
  "the convolutional network's accuracy falls with each of the three seeds: its smallest loss",
  Math.min(...cnnLoss),
  { above: 0 },
);

// Why doesn't the convolutional network fall to pieces? Its last layer is dense and sees all that the
// poolings leave; it makes do with what useless filters found. Ours leave little, nine places. With
// more filters or smaller poolings a convolutional network can lose next to nothing: this is a
// matter of degree, not a law.
//
// "Within noise" can be said exactly. Take a trained perceptron and put the rows of its first
// weight matrix in the permuted order: on permuted pictures it adds up the same products.
const trained = runs["multilayer perceptron, as they are"]![0]!.model;
const weights = await trained.weights();
const kernel = weights["dense1/kernel"]!;
const places = (await compute(pipeline(input(size, size, 1), shuffle), numbered)).data;
const units = kernel.shape[1] ?? 0;
const moved = kernel.data.map((_, i) =>
  kernel.data[(places[Math.floor(i / units)] ?? NaN) * units + i % units] ?? NaN
);
const permuted = await model(pipeline(load("fashion-mnist"), normalize(), shuffle, ...mlp), {
  weights: { ...weights, "dense1/kernel": { ...kernel, data: moved } },
});
const tests = testImages(data, 200);
const [before, after] = [await trained.predict(tests), await permuted.predict(tests)];
check(
  "largest difference of its outputs on 200 pictures, pixels and weights permuted alike",
  largestDifference(before.data, after.data),
  { atMost: 1e-5 },
);

// # Receptive fields
//
// In the 1950s Hubel and Wiesel found that a neuron in a cat's **시각 피질(visual cortex)** answers to
// one small part of what the eye sees: its **수용장(receptive field)**. Others combine what these
// report, and see more. A convolution does just that. How much does a pixel see after $n$ layers
// of 3×3? Each layer adds one pixel on every side: $2n + 1$. In general, a window of $k$ that
// moves by $s$ makes
//
// $$r ← r + (k − 1)·j,\qquad j ← j·s,$$
//
// with $r = j = 1$ at the start; $j$ counts how many pixels of the image one step is. That is what
// `receptiveFields(pipeline)` computes. We measure it too: light each pixel of a dark picture, one
// after the other, and see whether the output's middle pixel notices.
const field = 29;
const three = (stride = 1) =>
  conv(1, { kernel: 3, stride, padding: "same", initializer: "ones", bias: false });
/** How strongly the middle pixel after each step answers to each pixel of the image, in rows. */
const answers = async (steps: readonly Step[]) => {
  const network = pipeline(...[input(field, field, 1), ...steps]);
  const inside = await (await model(network)).activations(litPixels(field));
  return stepNames(network).slice(1).map((name) => {
    const { shape: [count = 0, rows = 1, columns = 1], data } = inside[name]!;
    const middle = (rows >> 1) * columns + (columns >> 1);
    const seen = Float32Array.from(
      { length: count },
      (_, i) => data[i * rows * columns + middle] ?? 0,
    );
    return toRows({ shape: [field, field], data: seen });
  });
};
const extent = (seen: readonly number[][]) => seen.filter((row) => row.some((v) => v !== 0)).length;
const stack = [1, 2, 3, 4, 5, 6];
const seen = await answers(stack.map(() => three()));
show(scrubber({
  id: "field",
  title: "What the middle pixel sees after n convolutions of 3 × 3",
  caption:
    "A square of 2n + 1 pixels on a side, but not all alike: the colour is the share of the " +
    "number of ways from a pixel to the output. The middle counts most, in the shape of a bell.",
  alt: "A square that grows by two pixels with every layer, brightest in its middle.",
  by: "layers",
  steps: seen.map((rows, i) => ({
    label: String(i + 1),
    values: rows.map((row) => row.map((ways) => ways / (rows[field >> 1]?.[field >> 1] ?? NaN))),
  })),
  value: { name: "ways, relative to the middle", unit: "" },
}));
check("receptive field of 1 to 6 stacked 3×3 convolutions, measured: 2n + 1", seen.map(extent), {
  equals: stack.map((n) => 2 * n + 1),
});

// Two layers of 3×3 see as much as one of 5×5, with 18 weights instead of 25. With **풀링(pooling)**
// or a stride between them the field grows by the stride: twice as fast, then four times.
const families: Record<string, Step[]> = {
  "convolutions only": [three(), three(), three(), three(), three()],
  "pool after each of the first two": [three(), pool(2), three(), pool(2), three()],
  "stride 2 in the first two": [three(2), three(2), three(), three()],
  "windows with holes": [1, 2, 4].map((dilation) =>
    conv(1, { kernel: 3, dilation, padding: "same", initializer: "ones", bias: false })
  ),
};
const formula: Record<string, number[]> = {};
const measured: Record<string, number[]> = {};
for (const [name, steps] of Object.entries(families)) {
  formula[name] = [1, ...receptiveFields({ steps }).map(({ size }) => size[0])];
  measured[name] = [1, ...(await answers(steps)).map(extent)];
}
show(
  lineChart({
    id: "growth",
    title: "Receptive field by depth",
    caption: "By the formula. Poolings, strides and holes make the curve bend upwards. What was " +
      "measured stands in the table below.",
    alt: "Four rising lines; those with pooling, strides or holes rise faster.",
    x: { name: "step", unit: "" },
    y: { name: "side of the receptive field", unit: "pixels" },
    series: Object.entries(formula).map(([name, y]) => ({ name, x: y.map((_, i) => i), y })),
  }),
  table({
    caption: "Side of the receptive field after each step, formula and measured",
    columns: ["network", "formula", "measured"],
    rows: Object.keys(families).map((name) => [
      name,
      (formula[name] ?? []).join(", "),
      (measured[name] ?? []).join(", "),
    ]),
  }),
);
check(
  "receptive fields of all four stacks after each step, measured, are those of the formula",
  Object.values(measured).flat(),
  { equals: Object.values(formula).flat() },
);

// # What to try next
show(
  details(
    "Another order: replace `permutePixels(1)` by `permutePixels(2)`. What changes?",
    "The noise that was a boot looks different, the accuracies stay within their spread.",
  ),
  details(
    "Smaller poolings: replace `pool(3)` by `pool(2)`. Does the convolutional network lose more?",
    "Less: 25 places are left instead of 9, and from 25 places the dense layer can make out a boot " +
      "by itself.",
  ),
  details(
    "Pool after a pool: replace `[three(), pool(2), three(), pool(2), three()]` by " +
      "`[three(), pool(2), pool(2), three(), three()]`. Which sees more?",
    "1, 3, 4, 6, 14, 22 against 1, 3, 4, 8, 10, 18: the earlier the poolings, the more each later " +
      "convolution adds.",
  ),
  details(
    "Larger windows: replace `kernel: 3, stride, padding` by `kernel: 5, stride, padding`. What is " +
      "the rule now?",
    "4n + 1: every layer adds two pixels on each side, so the check of 2n + 1 fails. In the " +
      "stacks with poolings or strides the formula soon asks for more than the 29 pixels there are, and what " +
      "is measured stops at the picture's border.",
  ),
);
await finish();
