/**
 * @title Pooling · 강건한 모델을 만드는 풀링
 * @section 강건한 모델을 만드는 풀링
 * @run deno run --allow-read=.,/usr/share/datasets,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/checkpoints,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/07_pooling.ts
 * @needs nothing; the book's portrait with --data DIR or --download
 * @minutes 0.4, full 15
 * @goals
 * - pool a picture by hand, with maxima and with means, and predict the result's size
 * - say why shrinking by pooling and shrinking by convolution are two different things
 * - measure how much noise each kind of pooling takes away
 * - find out what pooling does for a trained network when the pictures move
 */
import {
  answers,
  fromRows,
  lab,
  litPixels,
  mean,
  numberTable,
  rounded,
  rows,
  std,
} from "../core/lab/mod.ts";
import { type Tensor, testImages, toPixels, toRows } from "../core/lab/mod.ts";
import { barChart, lineChart, sideBySide, table } from "../core/report/mod.ts";
import { claims } from "./chapter/claims/07_pooling.ts";
import {
  channel,
  conv,
  dense,
  filter,
  flatten,
  globalPool,
  image,
  inferShapes,
  input,
  load,
  normalize,
  pipeline,
  pool,
  shift,
  type Step,
  summaryRows,
  train,
} from "../dsl/mod.ts";

const {
  show,
  live,
  claim,
  check,
  compute,
  dataset,
  run,
  metric,
  random,
  seed,
  pick,
  finish,
} = await lab(import.meta, claims);

// Move a photograph by one pixel, and every number in it changes. You still see the same shirt.
// Should a network be upset? **풀링(pooling)** is the layer that is meant to overlook such small
// differences: it lays windows side by side over the picture and keeps one number of each. Before
// you try it, guess. The picture moves by one pixel: how many of the pooled numbers stay what they
// were, nearly all, about half, or nearly none?

//: Move the picture with the arrow keys, or click a pixel to change it. Outputs that change are
//: framed. Compare the largest number of each window, the mean, and no pooling.
await live.pooling({ pictures: testImages(await dataset("fashion-mnist"), 12) });

// # By hand
//
// There are two usual ways to choose the one number: the largest of the window, **최대값 풀링(max
// pooling)**, or the mean, **평균값 풀링(mean pooling)**. Take the window at the top left of this
// table, 1, 3, 5 and 6. What does each of the two make of it?
const numbers = fromRows([
  [1, 3, 2, 4],
  [5, 6, 1, 2],
  [7, 2, 9, 1],
  [0, 4, 3, 8],
]);
const largest = await compute(pipeline(input(4, 4, 1), pool(2)), numbers);
const means = await compute(pipeline(input(4, 4, 1), pool(2, { kind: "mean" })), numbers);

//-
const matrix = (id: string, title: string, of: Tensor, decimals = 0) =>
  numberTable({ id, title, values: toRows(of), range: [0, 9], decimals });

//: Sixteen numbers; the largest of each 2×2 window; the mean of each. Bright fields stay bright
//: under the maximum, and move to the middle under the mean.
show(
  matrix("numbers", "sixteen numbers", numbers),
  matrix("largest", "the largest", largest),
  matrix("means", "the means", means, 2),
);
check("the four maxima", [...largest.data], { equals: [6, 4, 7, 9] });
check("the four means", [...means.data], { equals: [3.75, 2.25, 3.25, 5.25] });

// # How large is the result, and what is there to learn?
//
// Windows of $n_p \times m_p$ pixels make of a picture of $n \times m$
//
// $$\frac{n}{n_p} \times \frac{m}{m_p}.$$
//
// Nothing in this has to be learned: a maximum is a maximum, so the layer has no parameters. And
// every channel is pooled by itself, so as many come out as went in. What happens where the
// division leaves a remainder? Look at the last two rows.
const cases: [n: number, m: number, rows: number, columns: number][] = [
  [28, 28, 2, 2],
  [28, 28, 4, 4],
  [6, 8, 2, 4],
  [7, 7, 2, 2],
  [109, 120, 3, 3],
];

//-
const sizes = await Promise.all(cases.map(async ([n, m, rows, columns]) => {
  const pooling = pipeline(input(n, m, 5), pool([rows, columns]));
  const x = { shape: [n, m, 5], data: new Float32Array(n * m * 5) };
  const { shape: [height = 0, width = 0, channels = 0] } = await compute(pooling, x);
  const parameters = summaryRows(pooling).reduce((sum, row) => sum + row.parameters, 0);
  return { height, width, channels, parameters };
}));

//: Pictures of five channels, pooled by the engine. Where the division leaves a remainder the
//: result is rounded down: what is left over at the right and at the bottom is not looked at.
show(table({
  columns: ["picture", "window", "n/nₚ", "m/mₚ", "result", "channels", "parameters"],
  rows: cases.map(([n, m, rows, columns], i) => [
    `${n}×${m}`,
    `${rows}×${columns}`,
    rounded(n / rows, 2),
    rounded(m / columns, 2),
    `${sizes[i]?.height}×${sizes[i]?.width}`,
    sizes[i]?.channels ?? null,
    sizes[i]?.parameters ?? null,
  ]),
}));
const fits = cases.filter(([n, m, rows, columns], i) =>
  sizes[i]?.height === Math.floor(n / rows) && sizes[i]?.width === Math.floor(m / columns)
);
claim("size", fits.filter(([n, m, rows, columns]) => n % rows === 0 && m % columns === 0).length);
check("rows of the table whose result is ⌊n/nₚ⌋ × ⌊m/mₚ⌋", fits.length, { equals: cases.length });
claim("nothing-learned", [
  Math.max(...sizes.map(({ parameters }) => parameters)),
  Math.min(...sizes.map(({ channels }) => channels)),
]);

// # Two ways to shrink
//
// A convolution without padding makes pictures smaller, too (lab 5). Is that not the same? Let the
// filter do nothing at all, with a 1 in its middle and zeros around it, so that the shrinking is
// all there is to see. Twenty-seven such layers shrink the portrait to about half its size, and so
// does one pooling.
const nothing = [[0, 0, 0], [0, 1, 0], [0, 0, 0]];
const layers: Step[] = Array.from({ length: 27 }, () => filter(nothing));
const grey = pipeline(image("david.png"), channel(0), normalize());
const portrait = await compute(grey);
const convolved = await compute(pipeline(...grey.steps, ...layers));
const pooled = await compute(pipeline(...grey.steps, pool(2)));

//: The convolutions have cut off the border, and with it most of the picture. Pooling has kept the
//: whole of it, with less detail.
show(sideBySide({
  id: "shrinking",
  images: Object.entries({
    "before": portrait,
    "27 convolutions": convolved,
    "one pooling": pooled,
  }).map(([title, picture]) => ({
    title: `${title}: ${picture.shape.slice(0, 2).join("×")}`,
    image: toPixels(picture),
  })),
  range: [0, 1],
}));

//-
/** Lights one pixel at a time: how many of the 784 reach the result when 28×28 is 14×14? */
const reach = async (steps: Step[]) => {
  const reached = await compute(pipeline(input(28, 28, 1), ...steps), litPixels(28));
  return Array.from({ length: 784 }, (_, i) => rows(reached, i, i + 1).data)
    .filter((answers) => answers.some((v) => v !== 0)).length;
};
check(
  "pixels of 28×28 that reach 14×14: by one pooling, by seven convolutions that do nothing",
  [await reach([pool(2)]), await reach(layers.slice(0, 7))],
  { equals: [784, 196] },
);

// # Does it take away noise?
//
// The chapter says that pooling removes **잡음(noise)**. Test it on nothing but noise: random
// numbers whose standard deviation is $\sigma$. The mean of four of them has $\sigma/\sqrt{4}$,
// half as much. The largest of four has about $0.70\,\sigma$, so it is quieter as well. But it also
// lies about $1.03\,\sigma$ too high, because a maximum prefers what noise has lifted.
const side = 240;
const kinds = ["max", "mean"] as const;
const spreads = [2, 3, 4].map((window) => ({ window, max: [] as number[], mean: [] as number[] }));
const lifts: number[] = [];
for (const from of [seed, seed + 1, seed + 2]) {
  const stream = random.fork(`noise ${from}`);
  const noise = {
    shape: [side, side, 1],
    data: Float32Array.from({ length: side ** 2 }, () => stream.normal()),
  };
  for (const each of spreads) {
    for (const kind of kinds) {
      const pooling = pipeline(input(side, side, 1), pool(each.window, { kind }));
      const { data } = await compute(pooling, noise);
      each[kind].push(std(data) / std(noise.data));
      if (kind === "max" && each.window === 2) lifts.push(mean(data));
    }
  }
}

//: How much of the noise is left, the mean of three seeds. The larger the window, the better the
//: mean does; the maximum gains little.
show(barChart({
  id: "noise",
  x: { name: "window", unit: "pixels" },
  y: { name: "standard deviation after / before", unit: "" },
  categories: spreads.map(({ window }) => `${window}×${window}`),
  series: kinds.map((kind) => ({
    name: `${kind} pooling`,
    values: spreads.map((each) => rounded(mean(each[kind]), 3)),
    spread: spreads.map((each) => std(each[kind])),
  })),
}));
const [two] = spreads;
metric("noise left, mean pooling 2x2", mean(two?.mean ?? []));
metric("noise left, max pooling 2x2", mean(two?.max ?? []));
check(
  "noise left by 2×2 windows: mean, maximum, and how far the maximum lifts the picture",
  [two?.mean ?? [], two?.max ?? [], lifts].map((shares) => rounded(mean(shares), 4)),
  { near: [0.5, 0.7012, 1.0294], within: 0.01 },
);

//-
const noisy = { ...portrait, data: portrait.data.map((v) => v + 0.15 * random.normal()) };
const [height = 0, width = 0] = portrait.shape;
const cleaned = await Promise.all(
  kinds.map((kind) => compute(pipeline(input(height, width, 1), pool(3, { kind })), noisy)),
);

//: The same on the portrait, with windows of 3×3. The mean is smooth. The maximum is brighter than
//: the original, and still speckled.
show(sideBySide({
  id: "noisy-portrait",
  images: [
    { title: "with noise", image: toPixels(noisy) },
    ...kinds.map((kind, i) => ({ title: `${kind} pooling`, image: toPixels(cleaned[i]!) })),
  ],
  range: [0, 1],
}));

// # What changes when the picture does?
//
// Change a few pixels, says the chapter, and the result of max pooling hardly changes. It calls
// this **이동 불변성(translation invariance)**, and a model that has it **강건한(robust)**. Look at
// the sixteen numbers again. If a number that is not the largest of its window becomes smaller, the
// maximum never learns of it. If one becomes larger, it may be the new maximum. So which changes
// does it overlook?
//
// Three of them on pictures of clothes: one pixel in twenty goes dark, one in twenty becomes
// bright, everything moves by one pixel. An output counts as changed if it moves by more than 0.05,
// where black is 0 and white is 1. "No pooling" takes every second pixel, so that all three results
// have the same size.
const clothes = testImages(await dataset("fashion-mnist"), pick(500, 5000));
const ways = {
  "no pooling": filter([[1]], { stride: 2 }),
  "max pooling": pool(2),
  "mean pooling": pool(2, { kind: "mean" }),
};

//-
const hit = (value: number, from: number): Tensor => {
  const stream = random.fork(`pixels ${value} ${from}`);
  return { ...clothes, data: clothes.data.map((v) => stream.uniform() < 0.05 ? value : v) };
};
const seeds = [seed, seed + 1, seed + 2];
const moved = (x: Tensor, down: number, right: number) =>
  compute(pipeline(input(28, 28, 1), shift(down, right)), x);
const changes = {
  "5 % dark": seeds.map((from) => hit(0, from)),
  "5 % bright": seeds.map((from) => hit(255, from)),
  "moved by one": [await moved(clothes, 0, 1)],
};
const share = (a: Float32Array, b: Float32Array) =>
  100 * a.filter((v, i) => Math.abs(v - (b[i] ?? NaN)) > 0.05).length / a.length;
const results: Record<string, Record<string, number[]>> = {};
for (const [way, step] of Object.entries(ways)) {
  const use = pipeline(input(28, 28, 1), normalize(), step);
  const { data: before } = await compute(use, clothes);
  results[way] = {};
  for (const [change, inputs] of Object.entries(changes)) {
    results[way][change] = [];
    for (const x of inputs) results[way][change].push(share(before, (await compute(use, x)).data));
  }
}
const names = Object.keys(changes);

//: Max pooling does not see pixels that go dark, and passes on every one that becomes bright. When
//: the picture moves it changes less than without pooling, but far from little. The lines on the
//: bars are the spread of three seeds.
show(barChart({
  id: "changed-outputs",
  x: { name: "change", unit: "" },
  y: { name: "outputs that change", unit: "%" },
  categories: names,
  series: Object.entries(results).map(([name, by]) => ({
    name,
    values: names.map((change) => rounded(mean(by[change] ?? []), 1)),
    spread: names.map((change) => std(by[change] ?? [])),
  })),
}));
const changed = (way: string, change: string) => mean(results[way]?.[change] ?? []);
for (const change of names) {
  for (const way of Object.keys(ways)) {
    metric(`changed, ${way}, ${change}, %`, changed(way, change));
  }
}
const fewer = (change: string) => changed("max pooling", change) < changed("no pooling", change);
claim("robust-dark", fewer("5 % dark"));
claim("robust-bright", fewer("5 % bright"), {
  why: "One bright pixel is the largest of its window whatever the other three are: a maximum " +
    "ignores what becomes smaller and passes on what becomes larger.",
});
claim("robust-moved", fewer("moved by one"));

// One movement pooling does follow exactly: that of a whole window. Move the picture by two pixels,
// and everything that a 2×2 pooling gives moves by one, unchanged. Mathematicians call this
// equivariance: the answer moves along. Invariance would mean that it stays.
const first = await compute(pipeline(input(28, 28, 1), shift(0, 2), pool(2)), clothes);
const afterwards = await compute(pipeline(input(28, 28, 1), pool(2), shift(0, 1)), clothes);
check(
  "outputs that differ between pool(shift by 2) and (shift by 1)(pool)",
  first.data.filter((v, i) => v !== afterwards.data[i]).length,
  { equals: 0 },
);

// # Does the network mind?
//
// All this was about single outputs. What we want to know is whether a **trained network** still
// recognises the shirt. So train five small networks that differ only in how they become smaller,
// three times each, on pictures as they are. Then move the test pictures by up to four pixels in
// each direction, and count what they still get right. Which of the five will suffer most?
const maps = (filters: number, stride = 1) =>
  conv(filters, { kernel: 3, padding: "same", activation: "relu", stride });
const networks: Record<string, readonly Step[]> = {
  "perceptron": [flatten(), dense(64, "relu")],
  "stride 2": [maps(8, 2), maps(16, 2), flatten()],
  "mean pooling": [
    ...[maps(8), pool(2, { kind: "mean" }), maps(16), pool(2, { kind: "mean" })],
    flatten(),
  ],
  "max pooling": [maps(8), pool(2), maps(16), pool(2), flatten()],
  "max of each map": [maps(8), pool(2), maps(16), globalPool({ kind: "max" })],
};
const data = await dataset("fashion-mnist");
const tests = testImages(data, pick(1000, 10_000));
const steps = [0, 1, 2, 3, 4];
const shifted = await Promise.all(
  steps.map((by) =>
    Promise.all(
      [[0, by], [0, -by], [by, 0], [-by, 0]].map(([down = 0, right = 0]) =>
        moved(tests, down, right)
      ),
    )
  ),
);
const correct: Record<string, number[][]> = {};
for (const [name, body] of Object.entries(networks)) {
  correct[name] = steps.map(() => []);
  for (const seed of seeds) {
    const { model } = await run(
      pipeline(
        load("fashion-mnist"),
        normalize(),
        ...body,
        dense(10, "softmax"),
        train({ epochs: pick(2, 8) }),
      ),
      { name: `${name}, seed ${seed}`, seed },
    );
    for (const [i, inputs] of shifted.entries()) {
      const right = await Promise.all(
        inputs.map(async (x) =>
          answers(await model.predict(x)).filter((guess, k) => guess === data.test.labels[k]).length
        ),
      );
      correct[name][i]!.push(100 * mean(right) / tests.shape[0]!);
    }
  }
}

//: What each network still gets right when the pictures move, the mean of three seeds. Compare how
//: steeply the lines fall.
show(lineChart({
  id: "moved-pictures",
  x: { name: "moved by", unit: "pixels" },
  y: { name: "correct", unit: "%" },
  series: Object.entries(correct).map(([name, by]) => ({
    name,
    x: steps,
    y: by.map((each) => rounded(mean(each), 2)),
  })),
}));

//-
const at = (name: string, by: number) => correct[name]?.[by] ?? [];
const better = (a: string, b: string, by: number) =>
  Math.min(...seeds.map((_, i) => (at(a, by)[i] ?? NaN) - (at(b, by)[i] ?? NaN)));
for (const name of Object.keys(networks)) {
  for (const by of steps) metric(`correct, ${name}, moved by ${by}, %`, mean(at(name, by)));
}

//: The same in numbers, with the standard deviation over the three seeds.
show(table({
  columns: ["network", ...steps.map((by) => `moved by ${by}`)],
  rows: Object.keys(networks).map((name) => [
    name,
    ...steps.map((by) => `${mean(at(name, by)).toFixed(1)} ± ${std(at(name, by)).toFixed(1)}`),
  ]),
}));
check(
  "moved by two, max pooling gets more right than stride 2, with each seed: its smallest lead",
  better("max pooling", "stride 2", 2),
  { above: 0 },
);
check(
  "moved by two, stride 2 gets more right than the perceptron, with each seed: its smallest lead",
  better("stride 2", "perceptron", 2),
  { above: 0 },
);
const fall = (name: string) => mean(at(name, 0)) - mean(at(name, 4));
check(
  "from 0 to 4 pixels, the network with one maximum per map loses the least: lead over max pooling",
  fall("max pooling") - fall("max of each map"),
  { above: 0 },
);

// So pooling does make the network more robust, and more than a stride of 2 does, although both
// make the picture equally small. It isn't immune. The dense layer behind it has learned what to
// find **where**, and when the picture moves by four pixels, everything stands somewhere else. The
// last network has thrown all places away: it knows only how strongly each filter answered anywhere.
// It falls the least, and pays for it where nothing moves, because a shoe without places is harder
// to tell from a bag. How much place to forget is a choice, and pooling is how you choose.

// # What pooling saves
//
// A **합성곱 계층(convolution layer)** finds, a **풀링 계층(pooling layer)** summarises. Fewer
// numbers reach the layers behind, and fewer weights are needed there. Ten units behind 32 feature
// maps notice it most.
const weights = (...steps: Step[]) =>
  inferShapes(pipeline(input(28, 28, 1), conv(32, { kernel: 3, padding: "same" }), ...steps))
    .at(-1)?.shape.reduce((a, b) => a * b, 10) ?? NaN;

//: Weights of ten units behind 32 feature maps of 28×28. Each pooling leaves a quarter.
show(table({
  columns: ["poolings between", "weights"],
  rows: [[0, weights()], [1, weights(pool(2))], [2, weights(pool(2), pool(2))]],
}));

// # Try it yourself

//? Overlapping windows: replace `pipeline(input(4, 4, 1), pool(2)), numbers` by
//? `pipeline(input(4, 4, 1), pool(2, { stride: 1 })), numbers`. How many maxima are there?
//! Nine, 3×3: 6 6 4, 7 9 9, 7 9 9. The check of the four maxima fails.

//? Nothing left over: replace `pool([rows, columns])` by
//? `pool([rows, columns], { padding: "same" })`. Which sizes change?
//! Those whose division leaves a remainder: 7×7 gives 4×4, and 109×120 gives 37×40. The check of the
//! rows fails.

//? Grey in the place of black: replace `hit(0, from)` by `hit(128, from)`. Does max pooling still
//? overlook it?
//! Only where the picture is brighter than that. On the black ground a grey pixel is the largest of
//! its window, so more outputs change than without pooling, and the claim differs.

//? Teach it to move: put `augment({ shift: 4 }),` below `normalize(),` in the five networks, and
//? import the word. Which network gains most?
//! The perceptron, which had nothing else to rely on. Pictures that move while training do for every
//! network what pooling does for some.
await finish();
