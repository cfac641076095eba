/**
 * @title Filters · 합성곱의 기본 개념 이해
 * @section 합성곱의 기본 개념 이해
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/02_filters.ts
 * @needs nothing; the book's photograph with --data DIR or --download
 * @minutes 0.1
 * @goals
 * - compute a convolution's first two pixels with a pencil
 * - make a box filter and a Gaussian filter of any size, and say what their weights sum to
 * - say what a blur takes away from a photograph and what it leaves alone
 * - read a filter off the picture of a single bright point
 */
import {
  fromRows,
  lab,
  largestDifference,
  mean,
  numberTable,
  pad,
  rounded,
  std,
  toPixels,
  toRows,
} from "../core/lab/mod.ts";
import { contour, details, heatmap, lineChart, sideBySide, table } from "../core/report/mod.ts";
import { box, channel, filter, gaussian, image, input, normalize, pipeline } from "../dsl/mod.ts";

const { show, print, check, compute, finish } = await lab(import.meta);

// # One pixel by hand
//
// A **필터(filter)** $F$, also called **커널(kernel)**, is a small matrix. Lay it over an image; the
// part of the image beneath it is the region $R$. Multiply the numbers that lie on one another
// and add up. That is **합성곱(convolution)**, and it gives one pixel of the new image:
//
// $$p = a·p_1 + b·p_2 + c·p_3 + d·p_4 + e·p_5 + f·p_6 + g·p_7 + h·p_8 + i·p_9$$
const region = [
  [1, 2, 0, 1],
  [3, 1, 2, 0],
  [0, 1, 4, 2],
];
const kernel = [
  [1, 0, -1],
  [2, 1, 0],
  [0, -1, 1],
];
const small = (id: string, title: string, values: readonly number[][], caption: string) =>
  numberTable({ id, title, values, caption, scale: "RdBu" });
show(
  small("region", "An image of 3 × 4 pixels", region, "Columns 0 to 2 make the first region."),
  small("kernel", "The filter", kernel, "Nine weights, a to i, row by row."),
);

// Take a pencil. The first region, row by row, gives
//
// $$p = (1·1 + 0·2 − 1·0) + (2·3 + 1·1 + 0·2) + (0·0 − 1·1 + 1·4) = 1 + 7 + 3 = 11.$$
//
// For the next pixel $q$ the filter moves one step to the right:
//
// $$q = (1·2 + 0·0 − 1·1) + (2·1 + 1·2 + 0·0) + (0·1 − 1·4 + 1·2) = 1 + 4 − 2 = 3.$$
//
// A 3×3 filter has two places on an image four pixels wide, so the result has two pixels.
const pixels = await compute(pipeline(input(3, 4, 1), filter(kernel)), fromRows(region));
const [p = NaN, q = NaN] = pixels.data;
print(`p = ${p}, q = ${q}`);
check("p and its right neighbour q by the engine are those of the pencil", [p, q], {
  equals: [
    1 * 1 + 0 * 2 - 1 * 0 + 2 * 3 + 1 * 1 + 0 * 2 + 0 * 0 - 1 * 1 + 1 * 4,
    1 * 2 + 0 * 0 - 1 * 1 + 2 * 1 + 1 * 2 + 0 * 0 + 0 * 1 - 1 * 4 + 1 * 2,
  ],
});

// # What a filter does to one point
//
// Mathematicians turn the filter by 180° before they lay it on the image, and call what we do here
// correlation; every deep-learning library leaves it as it is. A single bright point shows the
// difference: it leaves a print of the filter, **turned round**.
const point = fromRows([0, 0, 1, 0, 0].map((_, y, middle) => middle.map((v) => y === 2 ? v : 0)));
const mark = await compute(pipeline(input(5, 5, 1), filter(kernel)), point);
show(small(
  "point",
  "The print of a bright point",
  toRows(mark),
  "The filter, turned by 180°: compare its corners with the picture of the filter above.",
));
check("a bright point's print, row by row, is the filter read backwards", [...mark.data], {
  equals: kernel.flat().reverse(),
});

// # The box filter
//
// The simplest useful filter replaces each pixel by the mean of its surroundings:
// **평균 필터(average filter)** or **상자 필터(box filter)**,
//
// $$M = \frac19\begin{bmatrix}1&1&1\\1&1&1\\1&1&1\end{bmatrix}.$$
const average = await compute(
  pipeline(input(3, 3, 1), filter(box(3))),
  fromRows([[1, 2, 3], [4, 5, 6], [7, 8, 18]]),
);
print(`the mean of 1, 2, 3, 4, 5, 6, 7, 8, 18 is ${average.data[0]?.toFixed(4)}`);
check("the box filter makes of them their mean, 54/9", average.data[0] ?? null, {
  near: 6,
  within: 1e-5,
});

// # The Gaussian filter
//
// The box takes all nine pixels as equally important. The **가우스 필터(Gaussian filter)** gives the
// centre the largest **가중치(weight)** and lets it fall off with the distance, by the bell-shaped
// function (종 모양) of the **정규 분포(normal distribution)**:
//
// $$w(x, y) \propto e^{-(x^2 + y^2)/2σ^2},\qquad \sum w = 1.$$
//
// σ says how wide the bell is. The weights are divided by their sum, so that a grey wall stays as
// grey as it was.
const reach = 10;
const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
/** The middle row of a Gaussian filter, relative to its centre. */
const bell = (sigma: number) => {
  const row = gaussian(2 * reach + 1, sigma)[reach] ?? [];
  return row.map((weight) => weight / (row[reach] ?? NaN));
};
show(
  lineChart({
    id: "bell",
    title: "The bell curve in a filter's middle row",
    caption: "The larger σ, the wider the bell. Beyond 3σ next to nothing is left, so a filter " +
      "needs about 6σ pixels.",
    alt: "Three bell curves with their tops at 0, for sigma 1, 2 and 4.",
    x: { name: "distance from the centre", unit: "pixels" },
    y: { name: "weight, relative to the centre", unit: "" },
    series: [1, 2, 4].map((sigma) => ({ name: `σ = ${sigma}`, x: steps, y: bell(sigma) })),
  }),
  contour({
    id: "surface",
    title: "The surface from above: 21 × 21 weights with σ = 4",
    caption: "Height lines are circles: no direction is preferred.",
    alt: "Concentric circles, highest in the middle.",
    x: { name: "x", unit: "pixels" },
    y: { name: "y", unit: "pixels" },
    value: { name: "weight", unit: "" },
    xs: steps,
    ys: steps,
    values: gaussian(2 * reach + 1, 4),
  }),
  heatmap({
    id: "gaussian-5",
    title: "A 5 × 5 Gaussian filter, σ = 1",
    caption: "The centre counts more than fifty times as much as a corner.",
    alt: "A 5 by 5 table of weights, 0.162 in the middle, 0.003 in the corners.",
    values: gaussian(5, 1),
    value: { name: "weight", unit: "" },
    scale: "Blues",
    decimals: 3,
  }),
);
const bells = [[3, 0.5], [3, 1], [5, 1], [9, 2], [21, 4]] as const;
show(table({
  caption: "Any size and any σ",
  columns: ["size", "σ", "centre", "corner", "sum of all weights"],
  rows: bells.map(([size, sigma]) => {
    const weights = gaussian(size, sigma);
    return [
      size,
      sigma,
      weights[size >> 1]?.[size >> 1] ?? NaN,
      weights[0]?.[0] ?? NaN,
      weights.flat().reduce((a, b) => a + b, 0),
    ];
  }),
}));

// # On a photograph
//
// Both blurs below are equally wide: a box of $n$ pixels has the variance $(n^2 − 1)/12$, which for
// $n = 7$ is 4, the variance of a bell with $σ = 2$.
const portrait = [image("david.png"), channel(0), normalize()] as const;
const grey = await compute(pipeline(...portrait));
const boxed = await compute(pipeline(...portrait, filter(box(7))));
const smooth = await compute(pipeline(...portrait, filter(gaussian(13, 2))));
show(sideBySide({
  id: "photograph",
  title: "Original, box and Gaussian",
  caption: "Both are softer than the original. The box leaves edges of its own square shape; the " +
    "bell does not. Each result is smaller by the filter's size minus one.",
  alt: "A portrait, and the same portrait blurred by a box and by a Gaussian filter.",
  images: [
    { title: "원본 이미지 (original)", image: toPixels(grey) },
    { title: "상자 필터 (box, 7 × 7)", image: toPixels(boxed) },
    { title: "가우스 필터 (Gaussian, σ = 2)", image: toPixels(smooth) },
  ],
  range: [0, 1],
}));

// What did the blur take away? Subtract it from the original. One filter does both: the one that
// leaves a picture as it is (a single 1 in the middle) minus the bell.
const detail = gaussian(13, 2).map((row, y) =>
  row.map((weight, x) => (x === 6 && y === 6 ? 1 : 0) - weight)
);
const residual = await compute(pipeline(...portrait, filter(detail)));
show(sideBySide({
  id: "residual",
  title: "What the Gaussian filter took away",
  caption: "Red was brighter than its surroundings, blue darker. Outlines and fine texture are " +
    "gone; on even ground nothing was there to take.",
  alt: "The difference between the portrait and its blur: outlines in red and blue on white.",
  images: [
    { title: "original minus blur", image: toPixels(residual) },
    { title: "the blur", image: toPixels(smooth), scale: "Greys", range: [0, 1] },
  ],
  scale: "RdBu",
  range: [-0.3, 0.3],
  colorBar: "difference",
}));

// # What it leaves alone: the mean
//
// A weight is a share that a pixel gives to a neighbour. If the weights sum to 1, no light is lost.
// At the border some of it would fall off the picture, so for this count we put the picture in a
// dark frame wide enough to catch it.
const framed = pad(grey, 12, 0);
const [rows = 0, columns = 0] = framed.shape;
const total = (values: ArrayLike<number>) => mean(values) * values.length;
const kept = await Promise.all([box(7), gaussian(13, 2), detail].map(async (weights) => {
  const caught = await compute(pipeline(input(rows, columns, 1), filter(weights)), framed);
  return total(caught.data) / total(grey.data);
}));
show(table({
  caption: "The photograph in numbers (a valid filter sees the border less often than the middle)",
  columns: ["", "mean", "standard deviation", "light kept in the dark frame"],
  rows: [
    ["original", mean(grey.data), std(grey.data), 1],
    ["box 7 × 7", mean(boxed.data), std(boxed.data), kept[0] ?? NaN],
    ["Gaussian σ = 2", mean(smooth.data), std(smooth.data), kept[1] ?? NaN],
    ["what it took away", mean(residual.data), std(residual.data), kept[2] ?? NaN],
  ].map((row) => row.map((cell) => typeof cell === "number" ? rounded(cell, 5) : cell)),
}));
check("share of the light that box, Gaussian and their opposite keep", kept, {
  near: [1, 1, 0],
  within: 1e-5,
});

// One more property, which makes wide blurs cheap: a bell in the plane is the product of two bells.
// Blurring along the columns and then along the rows gives the same picture, for 26
// multiplications a pixel instead of 169.
const middle = gaussian(13, 2).map((row) => row.reduce((a, b) => a + b, 0));
const across = filter([middle]);
const down = filter(middle.map((weight) => [weight]));
const inTwo = await compute(pipeline(...portrait, across, down));
check(
  "largest difference between the square bell and two bells, one along each axis",
  largestDifference(inTwo.data, smooth.data),
  { atMost: 1e-5 },
);

// # What to try next
show(
  details(
    "A box of 15: replace `filter(box(7))` by `filter(box(15))`. How large is the result?",
    "Smaller by 14 each way, 95 × 106 for the book's portrait, and the square shape of the box " +
      "shows around every bright spot.",
  ),
  details(
    "A narrow bell: replace `filter(gaussian(13, 2))` by `filter(gaussian(13, 0.3))`. " +
      "What does it do?",
    "Next to nothing: almost all weight is on the centre, so the picture stays sharp and is only " +
      "cut off by 6 pixels on each side. The check of two bells fails: it still uses σ = 2.",
  ),
  details(
    "A filter that does not sum to 1: replace `[2, 1, 0],` by `[2, 9, 0],`. What are p and q?",
    "The weight in the middle has grown by 8. It lies on 1 for p and on 2 for q, so p is 19 and q " +
      "is 19; the check says so, for the pencil has not changed its mind.",
  ),
);
await finish();
