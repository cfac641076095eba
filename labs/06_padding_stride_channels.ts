/**
 * @title Padding, stride, channels · 패딩, 스트라이딩, 다중 채널
 * @section 패딩, 스트라이딩, 다중 채널
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/06_padding_stride_channels.ts
 * @needs nothing; the book's two photographs with --data DIR or --download
 * @minutes 0.1
 * @goals
 * - keep a picture's size with padding, and say what the padding does to its border
 * - predict the size of any convolution's result from n, k, s and p
 * - convolve a picture of several channels by hand, and count the weights that takes
 */
import { lab, largestDifference, mean, pad, type PadWith, splitChannels } from "../core/lab/mod.ts";
import { fromRows, rounded, type Tensor, toPixels, toRows } from "../core/lab/mod.ts";
import { details, heatmap, sideBySide, table } from "../core/report/mod.ts";
import { claims } from "./chapter/claims/06_padding_stride_channels.ts";
import {
  box,
  channel,
  conv,
  filter,
  image,
  input,
  laplacian,
  normalize,
  pipeline,
  resize,
  summaryRows,
} from "../dsl/mod.ts";

const { show, print, claim, check, compute, model, metric, finish } = await lab(
  import.meta,
  claims,
);

// # Padding: room for the window at the border
//
// A 3×3 filter has no place on the outermost pixels, so the result is smaller (lab 5). Put numbers
// around the picture first, the **패딩(padding)**, and it keeps its size. Which numbers? Zeros,
// usually. Try it with the box filter on sixteen ones, whose mean is 1 wherever you look.
const ones = fromRows(Array.from({ length: 4 }, () => [1, 1, 1, 1]));
const same = await compute(pipeline(input(4, 4, 1), filter(box(3), { padding: "same" })), ones);
show(heatmap({
  id: "padded-ones",
  title: "The mean of ones, with zeros around them",
  caption: "In a corner five of the nine numbers are padding: 4/9 = 0.44. On a side three: 6/9.",
  alt: "A 4 by 4 matrix: 0.44 in the corners, 0.67 on the sides, 1 inside.",
  values: toRows(same),
  value: { name: "mean", unit: "" },
  range: [0, 1],
  decimals: 2,
}));
claim("keeps-size", same.shape.slice(0, 2));
const nine = (row: number, column: number) => Math.round(9 * (toRows(same)[row]?.[column] ?? NaN));
check("ninths of the true mean in a corner, on a side, inside", [
  nine(0, 0),
  nine(0, 1),
  nine(1, 1),
], { equals: [4, 6, 9] });

// Zeros are black, so a padded average darkens the border. Other numbers do other things there. A
// large filter shows it best: the 15×15 mean of the portrait, with seven pixels of padding.
const portrait = await compute(pipeline(image("david.png"), channel(0), normalize()));
const [height = 0, width = 0] = portrait.shape;
const blur = pipeline(input(height, width, 1), filter(box(15), { padding: "same" }));
const byHand = pipeline(input(height + 14, width + 14, 1), filter(box(15)));
const paddings = { "0: black": 0, "1: white": 1, "nearest pixel": "edge", "mirror": "reflect" };
const blurred: Record<string, Tensor> = {};
for (const [name, value] of Object.entries(paddings)) {
  blurred[name] = await compute(byHand, pad(portrait, 7, value as PadWith));
}
show(sideBySide({
  id: "pad-values",
  title: "One blur, four paddings",
  caption: "Black and white padding leak into the picture as a frame, seven pixels deep. The " +
    "nearest pixel and the mirror leave no frame: they invent what could be there.",
  alt: "A blurred portrait four times: with a dark frame, a light frame, and twice without.",
  images: Object.entries(blurred).map(([title, blur]) => ({ title, image: toPixels(blur) })),
  range: [0, 1],
  columns: 2,
}));
const ring = ({ data }: Tensor) =>
  mean(
    data.filter((_, i) =>
      [i % width, width - 1 - i % width].includes(0) || i < width || i >= data.length - width
    ),
  );
show(table({
  caption: "Mean brightness of the outermost pixels",
  columns: ["padding", "mean, 0 to 1"],
  rows: [["the picture itself", portrait] as const, ...Object.entries(blurred)]
    .map(([name, picture]) => [name, rounded(ring(picture), 3)]),
}));
check(
  'largest difference between padding "same" and zeros put there by hand',
  largestDifference((await compute(blur, portrait)).data, blurred["0: black"]!.data),
  { atMost: 1e-6 },
);

// # Stride: larger steps
//
// The place where the filter lies is the **윈도우(window)**, and it need not move by one pixel. Its
// step is the **스트라이드(stride)**. Add up three neighbours of 1, 2, …, 7 and check by hand:
// 1 + 2 + 3 is 6, and the next sum begins one, two or three numbers further on.
const seven = fromRows([[1, 2, 3, 4, 5, 6, 7]]);
const sums: Record<number, number[]> = {};
for (const stride of [1, 2, 3]) {
  const { data } = await compute(pipeline(input(1, 7, 1), filter([[1, 1, 1]], { stride })), seven);
  sums[stride] = [...data];
  print(`stride ${stride}: ${data.join(", ")}`);
}
check(
  "sums of three neighbours with stride 2, then with stride 3",
  [2, 3].flatMap((stride) => sums[stride] ?? []),
  { equals: [6, 12, 18, 6, 15] },
);
const strided = await Promise.all(
  [1, 2, 3].map((stride) =>
    compute(pipeline(image("david.png"), channel(0), normalize(), filter(box(3), { stride })))
  ),
);
show(sideBySide({
  id: "strides",
  title: "Stride 1, 2 and 3",
  caption: "The same pixels' means, but only every second or third is worked out.",
  alt: "A portrait in three sizes: whole, half, a third.",
  images: strided.map((picture, i) => ({
    title: `stride ${i + 1}: ${picture.shape.slice(0, 2).join("×")}`,
    image: toPixels(picture),
  })),
  range: [0, 1],
}));

// # The size of the result
//
// $n$ pixels with $p$ more in all, a window of $k$, steps of $s$. The first window begins at 0, the
// last at most at $n + p - k$:
//
// $$\left\lfloor\frac{n + p - k}{s}\right\rfloor + 1.$$
//
// `valid` means $p = 0$. `same` takes as much as $\lceil n/s \rceil$ results need, which is
// $p = \max((\lceil n/s \rceil - 1)s + k - n,\ 0)$; an odd pixel goes to the end.
const size = (n: number, p: number, k: number, s: number) => Math.floor((n + p - k) / s) + 1;
const needed = (n: number, k: number, s: number) => Math.max((Math.ceil(n / s) - 1) * s + k - n, 0);
const measured = async (n: number, k: number, stride: number, padding: "valid" | "same") => {
  const x = { shape: [n, n, 1], data: new Float32Array(n * n) };
  const { data } = await compute(
    pipeline(input(n, n, 1), filter(box(k), { stride, padding })),
    x,
  );
  return Math.sqrt(data.length);
};
const rows: number[][] = [];
for (const n of [5, 8, 28]) {
  for (const k of [2, 3, 5]) {
    for (const s of [1, 2, 3]) {
      const p = needed(n, k, s);
      const [valid, same] = [await measured(n, k, s, "valid"), await measured(n, k, s, "same")];
      rows.push([n, k, s, size(n, 0, k, s), valid, p, size(n, p, k, s), same]);
    }
  }
}
show(table({
  caption: "Side of the result: the formula, and what the engine gave",
  columns: ["n", "k", "s", "valid: formula", "engine", "same: p", "formula", "engine"],
  rows,
}));
const agree = rows.filter(([, , , a, b, , c, d]) => a === b && c === d).length;
check("rows of the table (two sizes each) in which formula and engine agree", agree, {
  equals: rows.length,
});

// # Many channels
//
// A colour picture has three numbers a pixel, a feature map of lab 5 has 32: **다중 채널
// (multi-channel)**. The filter then is as deep as the picture, one $k \times k$ kernel for each
// channel, and the results are added to a single map:
//
// $$y_{ij} = \sum_c \sum_m \sum_n x_{i+m,\,j+n,\,c}\; w_{mnc}.$$
//
// By hand, with two channels: 0·0 + 1·1 + 3·2 + 4·3 = 19 in the first, 1·1 + 2·2 + 4·3 + 5·4 = 37 in
// the second, together 56.
const two = { x: [[0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8, 9]] };
const kernels = [[0, 1, 2, 3], [1, 2, 3, 4]];
const interleaved = (channels: readonly number[][]) =>
  Float32Array.from((channels[0] ?? []).flatMap((_, i) => channels.map((c) => c[i] ?? NaN)));
/** A convolution of one filter whose weights are given: kernels[c] is the one for channel c. */
const summing = (x: Tensor, kernels: readonly number[][]) => {
  const [rows = 0, columns = 0, channels = 0] = x.shape;
  const kernel = Math.sqrt(kernels[0]?.length ?? 0);
  return model(pipeline(input(rows, columns, channels), conv(1, { kernel, bias: false })), {
    weights: {
      "conv1/kernel": { shape: [kernel, kernel, channels, 1], data: interleaved(kernels) },
    },
  }).then((one) => one.predict({ shape: [1, ...x.shape], data: x.data }));
};
const whole = await summing({ shape: [3, 3, 2], data: interleaved(two.x) }, kernels);
const each = await Promise.all([0, 1].map(async (c) => {
  const x = { shape: [3, 3, 1], data: Float32Array.from(two.x[c] ?? []) };
  return [...(await summing(x, [kernels[c] ?? []])).data];
}));
show(table({
  caption: "Each channel with its own kernel, and all at once",
  columns: ["", "top left", "top right", "bottom left", "bottom right"],
  rows: [...each.map((row, c) => [`channel ${c}`, ...row]), ["both", ...whole.data]],
}));
check("two channels, one filter: the sums worked out by hand", [...whole.data], {
  equals: [56, 72, 104, 120],
});

// The same on a photograph. Laplacians in all three channels, then their sum as one filter: three
// pictures go in, **one** comes out.
const colours = await compute(pipeline(image("book.png"), resize(200, 300), normalize()));
const edges = await Promise.all(
  splitChannels(colours).map((x) => compute(pipeline(input(200, 300, 1), filter(laplacian())), x)),
);
const [red, green, blue] = edges.map(({ data }) => data);
const sum = await summing(colours, [1, 2, 3].map(() => laplacian().flat()));
const added = red!.map((v, i) => v + (green![i] ?? NaN) + (blue![i] ?? NaN));
show(sideBySide({
  id: "channels",
  title: "One filter, three channels, one map",
  caption:
    "Where the channels agree their edges add up; an edge that only one of them sees stays " +
    "faint.",
  alt: "Three edge pictures in blue and red, and their sum, in which edges are stronger.",
  images: [
    ...edges.map((edge, i) => ({
      title: ["red", "green", "blue"][i] ?? "",
      image: toPixels(edge),
    })),
    { title: "their sum", image: toPixels({ ...sum, shape: sum.shape.slice(1) }) },
  ],
  scale: "RdBu",
  range: [-1, 1],
  colorBar: "answer",
  columns: 2,
}));
const difference = largestDifference(sum.data, added);
metric("largest difference", difference);
check(
  "largest difference between the filter of three channels and the sum of three filters",
  difference,
  { atMost: 1e-5 },
);

// A layer of $f$ filters gives $f$ maps, and the next layer's filters are $f$ deep. So the weights
// are $k^2 \cdot c \cdot f$, and $f$ more if each filter has a bias.
const deep = pipeline(
  input(64, 64, 3),
  conv(32, { kernel: 3 }),
  conv(64, { kernel: 3, padding: "same" }),
);
show(table({
  caption: "Two layers on a colour picture",
  columns: ["layer", "result", "k·k·c·f + f", "parameters"],
  rows: summaryRows(deep).slice(-2).map(({ name, shape, parameters }, i) => [
    name,
    shape.join("×"),
    i === 0 ? "3·3·3·32 + 32" : "3·3·32·64 + 64",
    parameters,
  ]),
}));
check(
  "parameters of the two layers are k·k·c·f + f",
  summaryRows(deep).slice(-2).map(({ parameters }) => parameters),
  { equals: [3 * 3 * 3 * 32 + 32, 3 * 3 * 32 * 64 + 64] },
);

// # What to try next
show(
  details(
    "A wider frame: replace `7, value as PadWith` by `7, (value === 0 ? 0.5 : value) as PadWith`. " +
      "What does grey padding do?",
    "The frame all but vanishes where the portrait is grey anyway. The check of zeros fails: " +
      "the engine pads with black.",
  ),
  details(
    "A longer row: replace `[[1, 1, 1]]` by `[[1, 1, 1, 1]]`. What are the sums?",
    "10, 14, 18, 22 with stride 1; 10, 18 with stride 2 (the 7 is never seen); 10, 22 with stride 3.",
  ),
  details(
    "A filter that sees colour: replace `[1, 2, 3].map(() => laplacian().flat())` by " +
      "`[2, -1, -1].map((w) => [0, 0, 0, 0, w, 0, 0, 0, 0])`. What does the sum show?",
    "Red things are red, green and blue things are blue, everything grey is white: a filter over " +
      "the channels, not over space. No filter on a single channel can do that.",
  ),
);
await finish();
