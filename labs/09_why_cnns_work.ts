/**
 * @title Why convolutional networks succeeded · 합성곱 신경망 모델의 성공
 * @section 합성곱 신경망 모델의 성공
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/09_why_cnns_work.ts
 * @needs nothing; the book's photograph with --data DIR or --download
 * @minutes 0.1
 * @goals
 * - count connections and parameters of a dense layer and of a convolution on the same picture
 * - say what equivariance is, and test it for shifting, turning and enlarging
 * - read the history of the ImageNet challenge with its sources
 * - write an inception module, and say what its 1×1 convolutions save
 */
import { doubled, drawing, fromRows, inside, lab, largestDifference } from "../core/lab/mod.ts";
import {
  litPixels,
  multiplications,
  rotated,
  type Tensor,
  toPixels,
  toRows,
} from "../core/lab/mod.ts";
import { claims } from "./chapter/claims/09_why_cnns_work.ts";
import { humanTopFiveError, winners } from "./chapter/ilsvrc.ts";
import { barChart, details, lineChart, sideBySide, table } from "../core/report/mod.ts";
import {
  branches,
  conv,
  dense,
  filter,
  flatten,
  gaussian,
  grayscale,
  image,
  input,
  type Kernel,
  laplacian,
  normalize,
  pipeline,
  pool,
  resize,
  shift,
  type Steps,
  summaryRows,
  summaryTotals,
} from "../dsl/mod.ts";

const { show, print, claim, check, compute, model, metric, finish } = await lab(
  import.meta,
  claims,
);

// # Few connections
//
// **희소 상호작용(sparse interaction)**: an output of a dense layer depends on every pixel, an output
// of a 3×3 convolution on nine. Take a picture of 12×12 pixels and a layer of as many outputs, switch
// one pixel on at a time, and write down which outputs answer. That is the layer's matrix: a row a
// pixel, a column an output.
const [side, pixels] = [12, 144];
const denseOn = (n: number) => pipeline(input(n, n, 1), flatten(), dense(n * n));
const convOn = (n: number) =>
  pipeline(input(n, n, 1), conv(1, { kernel: 3, padding: "same" }), flatten());
const connections = async (layer: Steps) =>
  (await (await model(layer)).predict(litPixels(side))).data;
const denseMatrix = await connections(denseOn(side));
const convMatrix = await connections(convOn(side));
const matrix = (title: string, data: Float32Array) => {
  const largest = data.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const image = { height: pixels, width: pixels, channels: 1, data };
  return { title, image, range: [-largest, largest] as const };
};
show(sideBySide({
  id: "connections",
  title: "Which pixel reaches which output",
  caption: "Rows are the 144 pixels, columns the 144 outputs; white is no connection. The " +
    "convolution's nine diagonals are the nine weights of one filter, again and again.",
  alt:
    "Two squares: the dense layer's is full of colour, the convolution's has nine thin diagonals.",
  images: [matrix("dense layer", denseMatrix), matrix("3×3 convolution", convMatrix)],
  scale: "RdBu",
  columns: 2,
}));
const linked = (data: Float32Array) => data.filter((weight) => weight !== 0).length;
check("connections of a dense layer from 12×12 to 12×12: 144·144", linked(denseMatrix), {
  equals: 144 * 144,
});
check(
  "connections of a 3×3 convolution there: 12·3 less the two that stick out, squared",
  linked(convMatrix),
  { equals: (12 * 3 - 2) ** 2 },
);

// # The same weights everywhere
//
// **파라미터 공유(parameter sharing)**: those 1,156 connections hold only nine different numbers. The
// number of parameters does not depend on the picture's size at all, while the dense layer's grows
// with its fourth power.
check(
  "different numbers among the convolution's connections",
  new Set(convMatrix.filter((weight) => weight !== 0)).size,
  { equals: 9 },
);
const parameters = (layer: Steps) => summaryTotals(summaryRows(layer)).total;
const sizes = [12, 28, 64, 128, 224];
show(
  table({
    caption: "A layer with as many outputs as the picture has pixels (padding counts as pixels)",
    columns: ["picture", "dense: parameters", "products", "filter: parameters", "products"],
    rows: sizes.map((n) => [
      `${n}×${n}`,
      ...[denseOn(n), convOn(n)].flatMap((layer) => [parameters(layer), multiplications(layer)]),
    ]),
  }),
  lineChart({
    id: "parameters",
    title: "Parameters by the picture's size",
    caption:
      "The upright axis is logarithmic. A filter has 9 weights and a bias, however large the picture.",
    alt: "The dense layer's line climbs from ten thousands to billions; the convolution's is flat.",
    x: { name: "side of the picture", unit: "pixels" },
    y: { name: "parameters", unit: "", log: true },
    series: [
      { name: "dense", x: sizes, y: sizes.map((n) => parameters(denseOn(n))) },
      { name: "3×3 convolution", x: sizes, y: sizes.map((n) => parameters(convOn(n))) },
    ],
  }),
);
check(
  "parameters on 28×28: dense 784·784 + 784, convolution 3·3 + 1",
  [denseOn(28), convOn(28)].map(parameters),
  { equals: [784 * 784 + 784, 10] },
);

// # What moves in the picture moves in the map
//
// **등변성(equivariance)**: a function $f$ is equivariant to a change $g$ if it does not matter which
// comes first,
//
// $$f(g(x)) = g(f(x)).$$
//
// By hand: $f$ takes the difference of neighbours, $g$ moves everything two places to the right.
const difference = pipeline(input(1, 7, 1), filter([[-1, 1]]));
const row = fromRows([[0, 0, 3, 5, 0, 0, 0]]);
const moved = await compute(pipeline(input(1, 7, 1), shift(0, 2)), row);
for (const [name, x] of Object.entries({ "x   ": row, "g(x)": moved })) {
  const answer = await compute(difference, x);
  print(`${name} = ${x.data.join(" ")}     f(${name.trim()}) = ${answer.data.join(" ")}`);
}

// Now on a photograph, with three filters: one that finds upright edges, and two that look the same
// from every side, the Gaussian and the Laplacian. Near the border a shift brings in black, so we
// compare what lies ten pixels or more inside.
const photograph = await compute(
  pipeline(image("book.png"), grayscale(), normalize(), resize(120, 180)),
);
const kernels: Record<string, Kernel> = {
  edges: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
  gaussian: gaussian(3, 1),
  laplacian: laplacian(),
};
const through = (kernel: Kernel, x: Tensor) => {
  const [height = 0, width = 0] = x.shape;
  return compute(pipeline(input(height, width, 1), filter(kernel, { padding: "same" })), x);
};
const changes: Record<string, (x: Tensor) => Tensor | Promise<Tensor>> = {
  shift: (x) => compute(pipeline(input(120, 180, 1), shift(5, 8)), x),
  turn: rotated,
  enlarge: doubled,
};
const border = 10;
const both = async (kernel: Kernel, change: (x: Tensor) => Tensor | Promise<Tensor>) => {
  const first = inside(await through(kernel, await change(photograph)), border);
  const after = inside(await change(await through(kernel, photograph)), border);
  return { first, after, apart: largestDifference(first.data, after.data) };
};
const apart: Record<string, Record<string, number>> = {};
for (const [what, change] of Object.entries(changes)) {
  apart[what] = {};
  for (const [name, kernel] of Object.entries(kernels)) {
    apart[what][name] = (await both(kernel, change)).apart;
  }
  const { first, after } = await both(kernels["edges"]!, change);
  const data = first.data.map((value, i) => value - (after.data[i] ?? NaN));
  show(sideBySide({
    id: `equivariance-${what}`,
    title: `Edges and ${what}`,
    caption: what === "shift"
      ? "The order does not matter: the difference is empty."
      : "The order matters: the right picture is not empty.",
    alt: `The photograph's edges after ${what}, before it, and their difference.`,
    images: [
      { title: `f(g(x)): ${what}, then filter`, image: toPixels(first) },
      { title: `g(f(x)): filter, then ${what}`, image: toPixels(after) },
      { title: "their difference", image: toPixels({ shape: first.shape, data }) },
    ],
    scale: "RdBu",
    range: [-2, 2],
    colorBar: "filter's answer",
  }));
}
show(table({
  caption: "Largest difference between f(g(x)) and g(f(x)), for pixels from 0 to 1",
  columns: ["filter", ...Object.keys(changes)],
  rows: Object.keys(kernels).map((name) => [
    name,
    ...Object.keys(changes).map((what) => Number(apart[what]![name]!.toExponential(2))),
  ]),
}));
const rounding = 1e-5;
const found = (change: string, filter: string) => apart[change]?.[filter] ?? NaN;
claim("shift-edges", found("shift", "edges"));
claim("shift-gaussian", found("shift", "gaussian"));
claim("shift-laplacian", found("shift", "laplacian"));
claim("turn-edges", found("turn", "edges") <= rounding);
claim("enlarge-edges", found("enlarge", "edges") <= rounding);

// # Why, and an exception
//
// A shifted window sees the same numbers in the same places. A turned one sees them in other places,
// where the filter has other weights, unless it looks the same from every side: the Gaussian and the
// Laplacian pass. And turned together with the picture, any filter passes. Enlarging is another
// matter: the window stays three pixels wide, and now sees less of the scene. No filter passes.
check("equivariant to turning, Gaussian: largest difference", found("turn", "gaussian"), {
  atMost: rounding,
});
check("equivariant to turning, Laplacian: largest difference", found("turn", "laplacian"), {
  atMost: rounding,
});
claim(
  "enlarge-symmetric",
  Math.min(found("enlarge", "gaussian"), found("enlarge", "laplacian")) <= rounding,
);
const upright = kernels["edges"]!;
const turned = toRows(rotated(fromRows(upright)));
const turnedTogether = largestDifference(
  (await through(turned, rotated(photograph))).data,
  rotated(await through(upright, photograph)).data,
);
check("picture and filter turned together: largest difference", turnedTogether, {
  atMost: rounding,
});

// Pooling weakens equivariance: windows of two pixels follow a shift by two, not one by one.
const pooled = async (by: 0 | 1 | 2) =>
  await compute(
    pipeline(input(120, 180, 1), shift(0, by), filter(upright, { padding: "same" }), pool(2)),
    photograph,
  );
const map = await pooled(0);
const next = await compute(pipeline(input(60, 90, 1), shift(0, 1)), map);
const far = (a: Tensor, b: Tensor) => largestDifference(inside(a, 5).data, inside(b, 5).data);
check(
  "pooled by 2, shifting the picture by two pixels shifts the map by one: largest difference",
  far(await pooled(2), next),
  { equals: 0 },
);
check(
  "pooled by 2, shifting the picture by one pixel shifts the map by none or by one: difference",
  Math.min(far(await pooled(1), map), far(await pooled(1), next)),
  { above: rounding },
);

// # A history in numbers
//
// Ideas need data. **이미지넷(ImageNet)**, begun by Fei-Fei Li, has 15 million pictures in 22,000
// categories. Its yearly challenge, ILSVRC, asked for 1,000 of them: five guesses a picture. In 2012
// a convolutional network won it by ten points, and every winner since was one. Nothing here was
// measured by this run: the numbers are looked up, each in the source beside it.
show(
  barChart({
    id: "ilsvrc",
    title: "Top-five error of the challenge's winners",
    caption:
      `The last bar is a practised person: ${humanTopFiveError} %. ResNet was the first below.`,
    alt: winners.map((one) => `${one.year} ${one.name}: ${one.topFiveError} %`).join(", "),
    x: { name: "winner", unit: "" },
    y: { name: "top-five error", unit: "%" },
    categories: [...winners.map(({ year, name }) => `${name} ${year}`), "a person"],
    series: [{ name: "error", values: [...winners.map((w) => w.topFiveError), humanTopFiveError] }],
  }),
  table({
    caption: "Where the numbers come from",
    columns: ["year", "winner", "top-five error (%)", "source"],
    rows: winners.map((one) => [String(one.year), one.name, one.topFiveError, one.source]),
  }),
);

// # The inception module
//
// GoogLeNet's **인셉션 모듈(inception module)** looks with windows of several sizes at once and puts
// the maps side by side. Wide windows on many channels are dear, so a 1×1 convolution first makes
// few channels of many. This is the first module of the paper (3a), as `branches`:
const cheap = [
  [conv(64, { kernel: 1 })],
  [conv(96, { kernel: 1 }), conv(128, { kernel: 3, padding: "same" })],
  [conv(16, { kernel: 1 }), conv(32, { kernel: 5, padding: "same" })],
  [pool(3, { stride: 1, padding: "same" }), conv(32, { kernel: 1 })],
] as const;
const plain = [
  [conv(64, { kernel: 1 })],
  [conv(128, { kernel: 3, padding: "same" })],
  [conv(32, { kernel: 5, padding: "same" })],
  [pool(3, { stride: 1, padding: "same" })],
] as const;
const inception = pipeline(input(28, 28, 192), branches(...cheap));
const withoutSqueezing = pipeline(input(28, 28, 192), branches(...plain));
show(drawing(inception, "Inception module 3a"));

const cost = (parts: readonly Steps["steps"][]) =>
  parts.map((part) => multiplications(pipeline(...[input(28, 28, 192), ...part])) / 1e6);
show(
  barChart({
    id: "inception-cost",
    title: "Multiplications by branch",
    caption: "The 1×1 convolutions pay for themselves where the window is wide, and most at 5×5.",
    alt: "Bars: with 1×1 convolutions the 3×3 branch costs three fifths, the 5×5 branch a tenth.",
    x: { name: "branch", unit: "" },
    y: { name: "multiplications", unit: "millions" },
    categories: ["1×1", "3×3", "5×5", "pooling"],
    series: [
      { name: "with 1×1 convolutions first", values: cost(cheap) },
      { name: "without", values: cost(plain) },
    ],
    numbers: false,
  }),
  table({
    caption: "One module on 28×28×192",
    columns: ["", "parameters", "multiplications", "channels that come out"],
    rows: ([["with 1×1", inception], ["without", withoutSqueezing]] as const).map(([name, p]) => [
      name,
      parameters(p),
      multiplications(p),
      summaryRows(p).at(-1)?.shape.at(-1) ?? null,
    ]),
  }),
);
const saved = 1 - multiplications(inception) / multiplications(withoutSqueezing);
metric("multiplications saved by 1×1 convolutions", saved);
print(`the 1×1 convolutions save ${(100 * saved).toFixed(0)} % of the multiplications`);
check(
  "millions of multiplications of module 3a, beside Szegedy et al. 2014, Table 1",
  multiplications(inception) / 1e6,
  { near: 128, within: 0.5 },
);
claim("inception-saves", saved > 0 && parameters(inception) < parameters(withoutSqueezing));

// # What to try next
show(
  details(
    "A long way: replace `shift(5, 8)` by `shift(5, 40)`. Is the difference still 0?",
    "No: the picture's left border now lies at column 40, inside what is compared. In column 39 the " +
      "filter sees the step from black to the picture, and the shifted map has nothing there.",
  ),
  details(
    "A filter without a direction: replace `[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]` by " +
      "`[[1, 2, 1], [2, 4, 2], [1, 2, 1]]`. What changes in the table?",
    "Turning gives 0 up to rounding, and the claim about turning differs: the filter looks the same " +
      "from every side. Enlarging still makes a difference.",
  ),
  details(
    "A wide squeeze: replace `conv(96, { kernel: 1 })` by `conv(192, { kernel: 1 })`. What is saved?",
    "Nothing in that branch: the 1×1 convolution keeps all 192 channels and only adds its own cost. " +
      "It is the fewer channels that save, and the check of 128 million fails.",
  ),
);
await finish();
