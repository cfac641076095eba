/**
 * @title Learned filters, and two problems · 합성곱 수행 신경망의 기본 구조와 문제
 * @section 합성곱 수행 신경망의 기본 구조와 문제
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/checkpoints,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/05_learned_filters.ts
 * @needs nothing; --full needs the real data set (Debian's dataset-fashion-mnist, --data DIR or --download)
 * @minutes 0.2, full 0.6
 * @goals
 * - count what a layer of filters has to learn
 * - watch nine random numbers become the Laplacian, step by step
 * - say when a stack of convolutions has eaten its picture, and which pixels it eats first
 * - measure how far noise travels through a network, with and without pooling
 */
import { drawing, lab, largestDifference, litPixels, mean, rounded } from "../core/lab/mod.ts";
import { rows, splitChannels, std, testImages, toPixels, toRows } from "../core/lab/mod.ts";
import {
  details,
  heatmap,
  imageGrid,
  lineChart,
  scrubber,
  sideBySide,
  table,
} from "../core/report/mod.ts";
import { claims } from "./chapter/claims/05_learned_filters.ts";
import {
  adam,
  box,
  conv,
  dense,
  filter,
  flatten,
  inferShapes,
  input,
  type Kernel,
  laplacian,
  load,
  meanSquaredError,
  normalize,
  pipeline,
  pool,
  summaryRows,
  train,
} from "../dsl/mod.ts";

const {
  show,
  print,
  claim,
  check,
  dataset,
  compute,
  fit,
  run,
  model,
  metric,
  random,
  seed,
  finish,
} = await lab(import.meta, claims);

// # One filter is nine numbers
//
// In labs 2 and 3 somebody chose the filter. A network chooses it itself: each of the nine weights
// of a 3×3 filter is a **파라미터(parameter)**, and learning means finding them. One filter sees one
// thing only, so a layer has many. Each gives a picture of its own, a **특성 맵(feature map)**.
const one = pipeline(input(28, 28, 1), conv(1, { kernel: 3, bias: false }));
const layer = pipeline(input(28, 28, 1), conv(32, { kernel: 3, bias: false }));
print([one, layer].map((p) => summaryRows(p).at(-1)?.parameters).join(" and "), "weights");
claim("nine", summaryRows(one).at(-1)?.parameters ?? null);

// Let 32 filters learn to tell clothes apart, for one pass over the training pictures, and look at
// what each makes of the same shoe.
const classifier = pipeline(
  load("fashion-mnist"),
  normalize(),
  conv(32, { kernel: 3, activation: "relu" }),
  pool(2),
  flatten(),
  dense(10, "softmax"),
  train({ epochs: 1 }),
);
show(drawing(classifier, "A layer of 32 filters, and just enough behind it to learn"));

// Every filter is drawn in red and blue, and below it, in the same order, what it makes of a boot.
const data = await dataset("fashion-mnist");
const clothes = (count: number) => testImages(data, count);
const { model: trained } = await run(classifier);
const { "conv1/kernel": kernels } = await trained.weights();
const { conv1 } = await trained.activations(clothes(1), ["conv1"]);
const maps = splitChannels({ shape: [26, 26, 32], data: conv1!.data });
show(
  imageGrid({
    id: "kernels",
    title: "32 learned filters",
    caption: "Red adds, blue subtracts. Nobody drew these: look for edges, bars and dots.",
    alt: "A grid of 32 small 3 by 3 patterns in red and blue.",
    tiles: splitChannels({ shape: [3, 3, 32], data: kernels!.data })
      .map((image) => ({ image: toPixels(image) })),
    columns: 8,
    range: "each",
    scale: "RdBu",
  }),
  imageGrid({
    id: "feature-maps",
    title: "32 feature maps of one picture",
    caption: "In the same order as the filters. Some answer to edges, some to areas, some to " +
      "nothing here: black means that the filter did not fire.",
    alt: "A grid of 32 versions of the same shoe, each showing other parts of it.",
    tiles: maps.map((image) => ({ image: toPixels(image) })),
    columns: 8,
    range: "each",
  }),
);

// # Learn a filter
//
// Now a task whose answer we know. The inputs are pictures $x$, the targets are what the Laplacian
// makes of them, and the layer has nine weights $w$ that begin as noise. Go downhill on
//
// $$L(w) = \frac{1}{n}\sum_{i=1}^{n}\left((w * x)_i - (\text{Laplacian} * x)_i\right)^2.$$
//
// $L$ is zero exactly where $w$ is the Laplacian. Will it get there?
const learner = pipeline(
  input(28, 28, 1),
  normalize(),
  conv(1, { kernel: 3, bias: false }),
  train({ epochs: 30, optimizer: adam({ learningRate: 0.1 }), loss: meanSquaredError() }),
);

/** Learns `kernel` from pictures: the weights and the loss at every step. */
async function learn(kernel: Kernel, x = clothes(960), from = seed) {
  const y = await compute(pipeline(input(28, 28, 1), normalize(), filter(kernel)), x);
  const path: number[][][] = [];
  const { history } = await fit(learner, { x, y }, {
    seed: from,
    onStep: (_, { "conv1/kernel": w }) => path.push(toRows({ shape: [3, 3], data: w!.data })),
  });
  const errors = path.map((weights) => largestDifference(weights.flat(), kernel.flat()));
  return { path, errors, epochs: history.loss.length };
}

const targets = { laplacian: laplacian(), box: box(3) };
const learned = { laplacian: await learn(targets.laplacian), box: await learn(targets.box) };
for (const [name, { path, epochs }] of Object.entries(learned)) {
  const target = targets[name === "box" ? "box" : "laplacian"];
  show(scrubber({
    id: `learning-${name}`,
    title: `Nine weights become the ${name} filter`,
    caption: "Drag the slider: noise at step 0, the filter at the end.",
    alt: `A 3 by 3 matrix that changes from random numbers to the ${name} filter.`,
    by: "step",
    steps: path.flatMap((values, i) => i % 15 === 0 ? [{ label: String(i), values }] : []),
    value: { name: "weight", unit: "" },
    scale: "RdBu",
    decimals: 2,
  }));
  check(
    `the nine learned weights are those of the ${name} filter`,
    path.at(-1)?.flat().map((w) => rounded(w, 4)) ?? null,
    { near: target.flat(), within: 0.01 },
    { judge: epochs === 30 ? true : `this run trained ${epochs} epochs, not 30` },
  );
}

// Was it luck? Three beginnings, and one more run on pictures that are nothing but random numbers.
// In a photograph neighbours are alike: add a little to one weight, take it from the next, and $L$
// hardly changes. In noise every pixel is on its own, and each weight is found at once.
const snow = { shape: [960, 28, 28, 1], data: new Float32Array(960 * 28 * 28) };
snow.data.forEach((_, i) => snow.data[i] = 255 * random.uniform());
const others = [
  await learn(targets.laplacian, clothes(960), seed + 1),
  await learn(targets.laplacian, clothes(960), seed + 2),
];
const onNoise = await learn(targets.laplacian, snow);
const runs = [learned.laplacian, ...others];
show(lineChart({
  id: "weight-error",
  title: "How far the worst weight is from the Laplacian",
  caption: "A logarithmic axis. Clothes take hundreds of steps from any beginning; noise teaches " +
    "the same filter sooner, because its pixels say different things.",
  alt: "Four falling curves; the one for noise pictures falls first.",
  x: { name: "step", unit: "" },
  y: { name: "largest weight error", unit: "", log: true },
  series: [
    ...runs.map(({ errors }, i) => ({
      name: `clothes, seed ${seed + i}`,
      x: errors.map((_, step) => step),
      y: errors,
      group: "clothes",
      line: (["solid", "dash", "dot"] as const)[i] ?? "solid",
    })),
    { name: "noise", x: onNoise.errors.map((_, step) => step), y: onNoise.errors },
  ],
}));
const first = (errors: readonly number[]) => errors.findIndex((error) => error < 0.01);
const worst = Math.max(...[...runs, learned.box].map(({ errors }) => errors.at(-1) ?? NaN));
metric("largest weight error", worst);
print(
  `below 0.01 after ${runs.map(({ errors }) => first(errors)).join(", ")} steps on clothes, ` +
    `${first(onNoise.errors)} on noise`,
);
check("largest error of any weight: both filters, three seeds", worst, { atMost: 0.01 }, {
  judge: runs.every(({ epochs }) => epochs === 30) ? true : "this run trained other epochs than 30",
});

// # Problem 1: the picture shrinks
//
// A 3×3 window has no place on the outermost pixels, so every layer takes two rows and two columns.
// Stack layers until the language refuses.
const stack = (depth: number) => Array.from({ length: depth }, () => filter(box(3)));
let layers = 0;
try {
  while (layers < 100) {
    pipeline(input(28, 28, 1), ...stack(layers + 1));
    layers++;
  }
} catch (error) {
  print(error instanceof Error ? error.message : error);
}
const sizes = inferShapes(pipeline(input(28, 28, 1), ...stack(layers))).map(({ shape }) =>
  shape[0]
);
print(sizes.join(" → "));
check("side of the picture, layer by layer", sizes.slice(0, 3).map(Number), {
  equals: [28, 26, 24],
});
check("3×3 layers on 28×28 until no window fits", layers, { equals: (28 - 2) / 2 });

// Which pixels are lost? Light one pixel, apply the filter, count the outputs that answer: that is
// the number of windows that see it. One picture for every pixel makes a map.
const answers = await compute(pipeline(input(8, 8, 1), filter(box(3))), litPixels(8));
const windows = Array.from(
  { length: 64 },
  (_, i) => rows(answers, i, i + 1).data.filter((v) => v !== 0).length,
);
const map = toRows({ shape: [8, 8], data: Float32Array.from(windows) });
show(heatmap({
  id: "windows",
  title: "How many 3×3 windows see each pixel",
  caption: "A corner is seen once, a pixel inside nine times.",
  alt: "An 8 by 8 matrix: 1 in the corners, 2 and 3 along the border, 9 inside.",
  values: map,
  value: { name: "windows", unit: "" },
  decimals: 0,
}));
check(
  "windows that see a corner, the middle of a side, a pixel inside (measured)",
  [map[0]?.[0] ?? NaN, map[0]?.[4] ?? NaN, map[4]?.[4] ?? NaN],
  { equals: [1, 3, 9] },
);

// Layer upon layer the advantage multiplies. How much of the last layer comes from each pixel?
const depths = [...new Set([1, 4, 8, 13].map((n) => Math.min(n, layers)))];
const influence = await Promise.all(depths.map(async (n) => {
  const reached = await compute(pipeline(input(28, 28, 1), ...stack(n)), litPixels(28));
  return Float32Array.from(
    { length: 28 ** 2 },
    (_, i) => rows(reached, i, i + 1).data.reduce((a, b) => a + b, 0),
  );
}));
const border = influence.map((share) => {
  const outer = share.filter((_, i) =>
    [i % 28, Math.floor(i / 28)].some((at) => at < 4 || at >= 24)
  );
  return mean(outer) * outer.length / (mean(share) * share.length);
});
show(
  sideBySide({
    id: "influence",
    title: "What is left of each pixel",
    caption: "Bright pixels reach the last layer. This is no summary of the picture: the middle " +
      "survives, the border is thrown away.",
    alt: "Four squares: an even one, then ever darker borders around a bright middle.",
    images: depths.map((n, i) => ({
      title: `${n} layer${n > 1 ? "s" : ""}`,
      image: { height: 28, width: 28, channels: 1, data: influence[i]! },
      range: [0, Math.max(...influence[i]!)] as const,
    })),
    columns: 4,
    scale: "Viridis",
  }),
  table({
    caption: "The outer four rows and columns are 49 % of the pixels",
    columns: ["layers", "size", "share of the outer pixels in the result, %"],
    rows: depths.map((n, i) => [n, `${sizes[n]}×${sizes[n]}`, rounded(100 * border[i]!, 1)]),
  }),
);

// # Problem 2: noise passes through
//
// Add a little noise to the pictures and follow it: after each layer, how large is the change
// against what the layer says anyway? Three stages of eight random filters, alone, or each followed
// by **풀링(pooling)**, which lab 7 is about. The measure is std(change) / std(signal).
const pictures = clothes(100);
const noisy = { ...pictures, data: pictures.data.map((v) => v + 25 * random.normal()) };
const filters = () =>
  conv(8, { kernel: 3, padding: "same", activation: "relu", initializer: "heNormal" });
const means = () => pool(2, { kind: "mean" });
const start = pipeline(input(28, 28, 1), normalize(), filters());
const networks = {
  "no pooling": pipeline(...start.steps, filters(), filters()),
  "max pooling": pipeline(...start.steps, pool(2), filters(), pool(2), filters(), pool(2)),
  "mean pooling": pipeline(...start.steps, means(), filters(), means(), filters(), means()),
};
const ends = (name: string) => name === "no pooling" ? "conv" : "pool";
const shares: Record<string, number[][]> = {};
for (const [name, network] of Object.entries(networks)) {
  shares[name] = await Promise.all([0, 1, 2].map(async (more) => {
    const use = await model(network, { seed: seed + more });
    const names = ["normalize1", ...[1, 2, 3].map((stage) => ends(name) + stage)];
    const [clean, changed] = [await use.activations(pictures), await use.activations(noisy)];
    return names.map((step) => {
      const [a, b] = [clean[step]!.data, changed[step]!.data];
      return std(b.map((v, i) => v - (a[i] ?? NaN))) / std(a);
    });
  }));
}
const stages = [0, 1, 2, 3];
const at = (name: string, stage: number) => (shares[name] ?? []).map((row) => row[stage] ?? NaN);
show(lineChart({
  id: "noise",
  title: "Noise after each stage",
  caption:
    "Mean of three random networks, the bars are one standard deviation. Convolution alone " +
    "hands the noise on. Taking means removes it; taking maxima does not.",
  alt: "Three curves from the same point: mean pooling falls, the other two stay level.",
  x: { name: "stage", unit: "" },
  y: { name: "noise / signal", unit: "" },
  series: Object.keys(networks).map((name) => ({
    name,
    x: stages,
    y: stages.map((stage) => mean(at(name, stage))),
    spread: stages.map((stage) => std(at(name, stage))),
  })),
}));
const left = (name: string) => mean(at(name, 3)) / mean(at(name, 0));
for (const name of Object.keys(networks)) metric(`noise left, ${name}`, left(name));
claim("noise-passes", left("no pooling") > 0.5);
check(
  "mean pooling leaves less than half of what is left without pooling",
  left("mean pooling") / left("no pooling"),
  { below: 0.5 },
);
check(
  "max pooling leaves more than half of what is left without pooling",
  left("max pooling") / left("no pooling"),
  { above: 0.5 },
  {
    why: "The largest of four noisy numbers is nearly as noisy as one: a maximum averages nothing.",
  },
);

// # What to try next
show(
  details(
    "Another target: replace `box: box(3)` by `box: [[1, 0, -1], [2, 0, -2], [1, 0, -1]]`. Is it found?",
    "Yes, this is Sobel's filter, and any 3×3 filter is found: the loss is a bowl with one bottom.",
  ),
  details(
    "A slower walk: replace `learningRate: 0.1` by `learningRate: 0.01`. How far does it get?",
    "After 900 steps the −4 is still not there. The checks of the weights fail.",
  ),
  details(
    "Larger windows: replace `() => filter(box(3))` by `() => filter(box(5))`. How many layers fit?",
    "6: each takes four pixels, and 28 − 6·4 = 4 is too small for a seventh. The checks of sizes " +
      "and layers fail.",
  ),
);
await finish();
