/**
 * @title Pooling · 강건한 모델을 만드는 풀링
 * @section 강건한 모델을 만드는 풀링
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/07_pooling.ts
 * @needs nothing; the book's portrait with --data DIR or --download
 * @minutes 0.1
 * @goals
 * - pool a picture by hand, with maxima and with means, and predict the result's size
 * - say why shrinking by pooling and shrinking by convolution are two different things
 * - measure how much noise each kind of pooling takes away
 * - say what "invariant to translation" means, and how far pooling really gets
 */
import {
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
import { barChart, details, sideBySide, table } from "../core/report/mod.ts";
import { claims } from "./chapter/claims/07_pooling.ts";
import {
  channel,
  conv,
  filter,
  image,
  inferShapes,
  input,
  normalize,
  pipeline,
  pool,
  shift,
  type Step,
  summaryRows,
} from "../dsl/mod.ts";

const { show, print, claim, check, compute, dataset, metric, random, seed, pick, finish } =
  await lab(import.meta, claims);
const kinds = ["max", "mean"] as const;

// # By hand
//
// **풀링(pooling)** lays windows side by side, not overlapping, and keeps one number of each: the
// largest, **최대값 풀링(max pooling)**, or the mean, **평균값 풀링(mean pooling)**. Cover three
// quarters of this matrix with your hand: the largest of 1, 3, 5, 6 is 6, their mean 3.75.
const numbers = fromRows([
  [1, 3, 2, 4],
  [5, 6, 1, 2],
  [7, 2, 9, 1],
  [0, 4, 3, 8],
]);
const matrix = (id: string, title: string, caption: string, of: Tensor, decimals = 0) =>
  numberTable({ id, title, caption, values: toRows(of), range: [0, 9], decimals });
const [largest, means] = [
  await compute(pipeline(input(4, 4, 1), pool(2)), numbers),
  await compute(pipeline(input(4, 4, 1), pool(2, { kind: "mean" })), numbers),
];
show(
  matrix("numbers", "Sixteen numbers", "Four windows of four numbers each.", numbers),
  matrix("largest", "The largest of each 2×2", "Bright fields stay bright.", largest),
  matrix("means", "The mean of each 2×2", "Everything moves to the middle.", means, 2),
);
check("the four maxima", [...largest.data], { equals: [6, 4, 7, 9] });
check("the four means", [...means.data], { equals: [3.75, 2.25, 3.25, 5.25] });

// # The size, and what is learned: nothing
//
// Windows of $n_p \times m_p$ make of $n \times m$ pixels
//
// $$\frac{n}{n_p} \times \frac{m}{m_p},$$
//
// rounded down where it doesn't come out even: what is left over at the end is not looked at. There
// is nothing to learn, and every channel is pooled by itself.
const cases: [n: number, m: number, rows: number, columns: number][] = [
  [28, 28, 2, 2],
  [28, 28, 4, 4],
  [6, 8, 2, 4],
  [7, 7, 2, 2],
  [109, 120, 3, 3],
];
const sizes = await Promise.all(cases.map(async ([n, m, rows, columns]) => {
  const pooling = pipeline(input(n, m, 5), pool([rows, columns]));
  const x = { shape: [n, m, 5], data: new Float32Array(n * m * 5) };
  const { shape: [height = 0, width = 0, channels = 0] } = await compute(pooling, x);
  const parameters = summaryRows(pooling).reduce((sum, row) => sum + row.parameters, 0);
  return { height, width, channels, parameters };
}));
show(table({
  caption: "Pooling pictures of five channels",
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
// Convolutions without padding shrink a picture too (lab 5). Let the filter do nothing at all, a 1
// in the middle, so that the shrinking is all there is to see, and shrink the portrait to about
// half: 27 such layers, or one pooling.
const nothing = [[0, 0, 0], [0, 1, 0], [0, 0, 0]];
const layers: Step[] = Array.from({ length: 27 }, () => filter(nothing));
const grey = pipeline(image("david.png"), channel(0), normalize());
const portrait = await compute(grey);
const convolved = await compute(pipeline(...grey.steps, ...layers));
const pooled = await compute(pipeline(...grey.steps, pool(2)));
show(sideBySide({
  id: "shrinking",
  title: "Shrunk by convolutions, shrunk by pooling",
  caption: "Twenty-seven convolutions have cut the border off: most of the picture is gone. " +
    "Pooling has kept all of it, with less detail.",
  alt: "A portrait, the middle cut out of it, and the whole of it half as large.",
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
// Light one pixel at a time, as in lab 5: how many of the 784 still reach the result when 28×28 has
// become 14×14?
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

// # Noise
//
// Pooling is said to take away noise. Of four independent numbers with standard deviation $\sigma$
// the mean has $\sigma/\sqrt{4}$, half as much. The largest of four has $0.70\,\sigma$, and lies
// $1.03\,\sigma$ too high: a maximum picks what noise has lifted. Three seeds, pure noise, $\sigma = 1$:
const side = 240;
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
      const { data } = await compute(
        pipeline(input(side, side, 1), pool(each.window, { kind })),
        noise,
      );
      each[kind].push(std(data) / std(noise.data));
      if (kind === "max" && each.window === 2) lifts.push(mean(data));
    }
  }
}
show(barChart({
  id: "noise",
  title: "How much of the noise is left",
  caption: "Means of three seeds; their spread is too small to see. The larger the window, the " +
    "better the mean; the maximum gains little.",
  alt: "Pairs of bars for windows of 2, 3 and 4: the mean's are a half, a third, a quarter, the " +
    "maximum's stay above a half.",
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
const noisy = { ...portrait, data: portrait.data.map((v) => v + 0.15 * random.normal()) };
const [height = 0, width = 0] = portrait.shape;
const cleaned = await Promise.all(
  kinds.map((kind) => compute(pipeline(input(height, width, 1), pool(3, { kind })), noisy)),
);
show(sideBySide({
  id: "noisy-portrait",
  title: "A noisy portrait, pooled",
  caption: "The mean smooths. The maximum is brighter and still speckled.",
  alt: "A grainy portrait, and two small ones: a bright grainy one and a smooth one.",
  images: [
    { title: "with noise", image: toPixels(noisy) },
    ...kinds.map((kind, i) => ({ title: `${kind} pooling`, image: toPixels(cleaned[i]!) })),
  ],
  range: [0, 1],
}));

// # A robust model?
//
// Change a few pixels, and what max pooling says hardly changes: the chapter calls it **이동 불변성
// (translation invariance)**, and a model that has it **강건한(robust)**. Go back to the sixteen
// numbers. Make 1 to 0, 2 to 1, and 3 to 0, none of them the largest of its window:
const touched = fromRows([
  [0, 3, 1, 4],
  [5, 6, 1, 2],
  [7, 1, 9, 1],
  [0, 4, 0, 8],
]);
const changed: Record<string, number> = {};
for (const kind of kinds) {
  const use = pipeline(input(4, 4, 1), pool(2, { kind }));
  const [a, b] = [await compute(use, numbers), await compute(use, touched)];
  changed[kind] = a.data.filter((v, i) => v !== b.data[i]).length;
}
print(`of 4 numbers change: ${changed["max"]} maxima, ${changed["mean"]} means`);

// That was chosen well. Measure it on real pictures, with three changes: 5 % of the pixels go dark,
// 5 % become bright, everything moves by one pixel to the right. An output counts as changed if it
// moves by more than 0.05 (black is 0, white 1). "No pooling" takes every second pixel, so that all
// three give results of one size.
const clothes = testImages(await dataset("fashion-mnist"), pick(500, 5000));
const ways = {
  "no pooling": filter([[1]], { stride: 2 }),
  "max pooling": pool(2),
  "mean pooling": pool(2, { kind: "mean" }),
};
const hit = (value: number, from: number): Tensor => {
  const stream = random.fork(`pixels ${value} ${from}`);
  return { ...clothes, data: clothes.data.map((v) => stream.uniform() < 0.05 ? value : v) };
};
const seeds = [seed, seed + 1, seed + 2];
const moved = await compute(pipeline(input(28, 28, 1), shift(0, 1)), clothes);
const changes = {
  "5 % dark": seeds.map((from) => hit(0, from)),
  "5 % bright": seeds.map((from) => hit(255, from)),
  "moved by one": [moved],
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
show(barChart({
  id: "changed-outputs",
  title: "Outputs that change",
  caption: "Max pooling does not see pixels that go dark and passes on every one that becomes " +
    "bright. Moving the picture changes fewer outputs with it, but far from none. A mean feels " +
    "every pixel a little. Bars: spread of three seeds.",
  alt: "Three groups of bars. Dark pixels: the maximum's bar is lowest. Bright pixels: both " +
    "poolings' bars are high. Moved: all bars are high, the maximum's a little lower.",
  x: { name: "change", unit: "" },
  y: { name: "outputs that change", unit: "%" },
  categories: names,
  series: Object.entries(results).map(([name, by]) => ({
    name,
    values: names.map((change) => rounded(mean(by[change] ?? []), 1)),
    spread: names.map((change) => std(by[change] ?? [])),
  })),
}));
const of = (way: string, change: string) => mean(results[way]?.[change] ?? []);
for (const change of names) {
  for (const way of Object.keys(ways)) metric(`changed, ${way}, ${change}, %`, of(way, change));
}
const fewer = (change: string) => of("max pooling", change) < of("no pooling", change);
claim("robust-dark", fewer("5 % dark"));
claim("robust-bright", fewer("5 % bright"), {
  why: "One bright pixel is the largest of its window whatever the other three are: a maximum " +
    "ignores what becomes smaller and passes on what becomes larger.",
});
claim("robust-moved", fewer("moved by one"));

// So pooling is no invariance, only less sensitivity. One movement it does follow exactly: a whole
// window. Move the picture by two pixels, and what a 2×2 pooling gives moves by one, unchanged.
const two2 = await compute(pipeline(input(28, 28, 1), shift(0, 2), pool(2)), clothes);
const one1 = await compute(pipeline(input(28, 28, 1), pool(2), shift(0, 1)), clothes);
check(
  "outputs that differ between pool(shift by 2) and (shift by 1)(pool)",
  two2.data.filter((v, i) => v !== one1.data[i]).length,
  { equals: 0 },
);

// # What the chapter concludes
//
// A **합성곱 계층(convolution layer)** finds, a **풀링 계층(pooling layer)** summarises, in turn: fewer
// numbers reach the layers behind, so fewer weights are needed there. A last layer of ten units
// sees it most:
const tail = (...steps: Step[]) =>
  inferShapes(pipeline(input(28, 28, 1), conv(32, { kernel: 3, padding: "same" }), ...steps))
    .at(-1)?.shape.reduce((a, b) => a * b, 10) ?? NaN;
show(table({
  caption: "Weights of ten units behind 32 feature maps of 28×28",
  columns: ["poolings between", "weights"],
  rows: [[0, tail()], [1, tail(pool(2))], [2, tail(pool(2), pool(2))]],
}));

// # What to try next
show(
  details(
    "Overlapping windows: replace `pipeline(input(4, 4, 1), pool(2)), numbers` by " +
      "`pipeline(input(4, 4, 1), pool(2, { stride: 1 })), numbers`. How many maxima are there?",
    "Nine, 3×3: 6 6 4, 7 9 9, 7 9 9. The check of the four maxima fails.",
  ),
  details(
    "Nothing left over: replace `pool([rows, columns])` by " +
      '`pool([rows, columns], { padding: "same" })`. Which sizes change?',
    "Those that do not come out even: 7×7 gives 4×4 and 109×120 gives 37×40. The check of the " +
      "rows fails.",
  ),
  details(
    "Grey instead of black: replace `hit(0, from)` by `hit(128, from)`. Is max pooling still blind?",
    "Only where the picture is brighter than that. On the black ground a grey pixel is the largest " +
      "of its window, so more outputs change than without pooling: the claim differs.",
  ),
);
await finish();
