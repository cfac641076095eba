/**
 * @title Building a convolutional network · 합성곱 신경망 모델의 구성
 * @section 합성곱 신경망 모델의 구성
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/08_cnn_architecture.ts
 * @needs nothing; the book's photograph with --data DIR or --download
 * @minutes 0.1
 * @goals
 * - put convolution, pooling, flattening and dense layers together to a whole network
 * - work out each row of its summary by hand: shape and parameters
 * - say why pooling alone learns nothing, and what the flattened vector holds
 * - find the layer where most of the parameters sit, and make it smaller
 */
import { drawing, lab, largestDifference, modelSummary, numberTable } from "../core/lab/mod.ts";
import { rowText, splitChannels, syntaxError, toPixels, toRows } from "../core/lab/mod.ts";
import {
  barChart,
  details,
  heatmap,
  imageGrid,
  note,
  sideBySide,
  table,
} from "../core/report/mod.ts";
import { claims } from "./chapter/claims/08_cnn_architecture.ts";
import {
  conv,
  dense,
  filter,
  flatten,
  image,
  input,
  load,
  normalize,
  pipeline,
  pool,
  resize,
  type Step,
  type Steps,
  summaryRows,
  summaryTotals,
  train,
  UserError,
} from "../dsl/mod.ts";

const { show, print, claim, check, compute, model, metric, finish } = await lab(
  import.meta,
  claims,
);

// # From picture to answer
//
// A **합성곱 신경망(convolutional neural network)** has two parts. The front turns the picture into
// maps of features: each **합성곱 계층(convolution layer)** looks for patterns, each **풀링
// 계층(pooling layer)** keeps the strongest answers. The back is a multilayer perceptron that
// decides. Between them stands **평탄화(flatten)**, for a perceptron takes a vector, not a picture.
//
// The chapter writes the first three layers for pictures of 64×64 pixels in three channels, and
// leaves the rest to you. Here is the rest:
const cnn = pipeline(
  input(64, 64, 3),
  conv(32, { kernel: 3 }),
  pool(2),
  conv(64, { kernel: 3, padding: "same" }),
  pool(2),
  flatten(),
  dense(64, "relu"),
  dense(10, "softmax"),
);
show(drawing(cnn, "The chapter's network, completed"));

// # By hand
//
// The same way in small: sixteen numbers, a filter of nine ones, the largest of what it gives.
const numbers = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]];
const small = { shape: [4, 4, 1], data: Float32Array.from(numbers.flat()) };
const ones = [[1, 1, 1], [1, 1, 1], [1, 1, 1]] as const;
const filtered = await compute(pipeline(input(4, 4, 1), filter(ones)), small);
const pooled = await compute(pipeline(input(4, 4, 1), filter(ones), pool(2), flatten()), small);
const picture = (id: string, title: string, values: number[][], caption: string) =>
  numberTable({ id, title, values, caption });
show(
  picture("small-input", "Sixteen numbers", numbers, "The first window holds 1, 2, 3, 5, …, 11."),
  picture("small-map", "Their feature map", toRows(filtered), "1 + 2 + 3 + 5 + … + 11 = 54."),
);
print(`pooled and flattened: [${pooled.data.join(", ")}]`);
check("4×4 numbers through a 3×3 filter of ones, then pooled: what is left", [...pooled.data], {
  equals: [99],
});

// # The summary
//
// A filter of $k×k$ looks through all $c$ channels, so a layer of $f$ of them has
//
// $$(k·k·c + 1)·f$$
//
// parameters, the 1 being the bias. A dense layer of $u$ units on $n$ numbers has $(n+1)·u$. Work
// out the first convolution and the second before you look: 3·3·3·32 + 32, and 3·3·32·64 + 64.
show(modelSummary(cnn, "Shapes and parameters"));
const rows = summaryRows(cnn);
const expected = [
  "(62, 62, 32) 896",
  "(31, 31, 32) 0",
  "(31, 31, 64) 18496",
  "(15, 15, 64) 0",
  `(${15 * 15 * 64}) 0`,
  `(64) ${(15 * 15 * 64 + 1) * 64}`,
  `(10) ${(64 + 1) * 10}`,
];
rows.forEach((row, i) => {
  check(`shape and parameters of ${row.name}`, rowText(row), {
    equals: expected[i] ?? "no such row",
  });
});

// # A missing comma
//
// Type the chapter's code and Python stops at the second convolution. In the print, a comma is
// missing. Named arguments are written alike in Python and JavaScript, so the parser that reads this
// lab can judge the line. It reads it, and does not run it.
const printed = "keras.layers.Conv2D(kernel_size = (3,3), padding='same' filters = 64)";
const mended = printed.replace("'same' ", "'same', ");
const complaint = await syntaxError(printed);
print(`as printed:   ${printed}\n              ${complaint ?? "reads well"}`);
print(`with a comma: ${mended}\n              ${await syntaxError(mended) ?? "reads well"}`);
claim("printed-code", complaint === undefined, {
  why: `A comma is missing after padding='same': the parser says "${complaint}"`,
});
check("the same line with the comma can be read", await syntaxError(mended) === undefined, {
  equals: true,
});

// # Which layers may follow which
//
// Several convolutions before a pooling, or no pooling at all: both are allowed. Only poolings are
// not. They have no parameter, so there is nothing that training could change. ConvLab refuses such
// a network with a sentence, before any data is read. (The two poolings below leave 2×5 numbers, one
// a class, so that nothing else is wrong with the network.)
const head = [flatten(), dense(10, "softmax")];
const onlyConvolutions = pipeline(
  ...[
    load("fashion-mnist"),
    conv(8, { kernel: 3 }),
    conv(8, { kernel: 3 }),
    ...head,
    train({ epochs: 1 }),
  ],
);
const pools = [load("fashion-mnist"), pool([2, 1]), pool([7, 5]), flatten()];
const total = (steps: Steps) => summaryTotals(summaryRows(steps)).total;
const refusal = (steps: readonly Step[]) => {
  try {
    pipeline(...steps);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
};
const refused = refusal([...pools, train({ epochs: 1 })]);
print(`only convolutions: ${total(onlyConvolutions).toLocaleString("en")} parameters, accepted`);
print(`only poolings: ${refused ? "refused" : "accepted"}`);
show(note(refused ?? "No sentence: the network was accepted."));
claim("pools-parameters", total(pipeline(...pools)));
claim("pools-refused", !refused?.includes("nothing to learn"));
claim("convolutions-only", refusal(onlyConvolutions.steps) === undefined);

// # What the flattened vector holds
//
// Let us send a photograph through, with weights that nobody has trained yet.
const photograph = await compute(pipeline(image("book.png"), normalize(), resize(64, 64)));
const network = await model(cnn);
const batch = { shape: [1, ...photograph.shape], data: photograph.data };
const maps = await network.activations(batch, ["conv1", "pool2", "flatten1", "dense2"]);
const last = maps["pool2"]!;
const vector = maps["flatten1"]!.data;
const [, height = 0, width = 0, depth = 0] = last.shape;
const features = splitChannels({ shape: [height, width, depth], data: last.data });
show(
  sideBySide({
    id: "photograph",
    title: "What goes in",
    caption: "64×64 pixels in three channels: 12,288 numbers.",
    alt: "A colour photograph, coarse at 64 by 64 pixels.",
    images: [{ title: "", image: toPixels(photograph) }],
    range: [0, 1],
  }),
  imageGrid({
    id: "feature-maps",
    title: `What is left before it is flattened: ${depth} maps of ${height}×${width}`,
    caption: "Each map answers to something else, although the filters are still random.",
    alt: `${depth} small grey pictures in which parts of the photograph can be made out.`,
    tiles: features.map((map) => ({ image: toPixels(map) })),
    range: "each",
    columns: 16,
  }),
);

// Flattening moves no number: it reads the maps place by place, and at each place all channels. So
// entry $k$ of the vector belongs to row $⌊k/(15·64)⌋$, column $⌊k/64⌋ \bmod 15$ and channel
// $k \bmod 64$. Below are the first 960 entries, cut into pieces of 64: the top row of the picture.
const byFormula = vector.map((_, k) => {
  const [row, column, channel] = [
    Math.floor(k / (width * depth)),
    Math.floor(k / depth) % width,
    k % depth,
  ];
  return features[channel]?.data[row * width + column] ?? NaN;
});
show(heatmap({
  id: "flattened",
  title: "The first 960 entries of the vector",
  caption: "A row is a place in the picture, from left to right; a column is a channel. Each " +
    "place is described by 64 numbers that stay together.",
  alt: "A heatmap of 15 rows and 64 columns with stripes: some channels are strong everywhere.",
  values: Array.from({ length: width }, (_, i) => vector.subarray(i * depth, (i + 1) * depth)),
  value: { name: "feature", unit: "" },
  x: { name: "channel", unit: "" },
  y: { name: "column", unit: "" },
}));
check(
  "largest difference between the vector and the maps read by the formula",
  largestDifference(vector, byFormula),
  { equals: 0 },
);
const scores = maps["dense2"]!.data;
print(`ten scores: ${Array.from(scores, (p) => p.toFixed(3)).join(" ")}`);

// # Where the parameters sit
//
// Nearly all in one layer: the first dense layer, which ties each of its units to each entry of the
// vector. A convolution's filters are small however large the picture is.
const learned = rows.filter(({ parameters }) => parameters > 0);
show(barChart({
  id: "parameters-by-layer",
  title: "Parameters by layer",
  caption: "The two convolutions are hardly to be seen beside the first dense layer.",
  alt: learned.map(({ name, parameters }) => `${name}: ${parameters}`).join(", "),
  x: { name: "layer", unit: "" },
  y: { name: "parameters", unit: "" },
  categories: learned.map(({ name }) => name),
  series: [{ name: "parameters", values: learned.map(({ parameters }) => parameters) }],
}));
const largest = learned.reduce((a, b) => a.parameters > b.parameters ? a : b);
const share = largest.parameters / total(cnn);
metric("share of the largest layer", share);
print(`${largest.name} has ${(100 * share).toFixed(1)} % of the parameters`);
check("the layer with most parameters", largest.name, { equals: "dense1" });

// That is what pooling is for: each pooling in front of the vector divides it by four.
const pooling = (sizes: readonly number[]) =>
  pipeline(...[
    input(64, 64, 3),
    ...sizes.map((size) => pool(size)),
    conv(64, { kernel: 3, padding: "same" }),
    ...[flatten(), dense(64, "relu"), dense(10, "softmax")],
  ]);
show(table({
  caption: "One convolution of 64 filters behind so many poolings",
  columns: ["poolings", "flattened vector", "parameters"],
  rows: [[], [2], [2, 2], [2, 2, 2]].map((sizes) => [
    sizes.length,
    summaryRows(pooling(sizes)).find(({ layer }) => layer === "Flatten")?.shape[0] ?? null,
    total(pooling(sizes)),
  ]),
}));

// # What to try next
show(
  details(
    "Larger windows: replace `conv(32, { kernel: 3 })` by `conv(32, { kernel: 5 })`. Which rows of " +
      "the summary change?",
    "The first has 5·5·3·32 + 32 = 2,432 parameters and gives 60×60, so the second gives 30×30 and " +
      "the third too. Behind the second pooling it is 15×15 again: 30 and 31 both halve to 15.",
  ),
  details(
    "A bright spot: replace `[9, 10, 11, 12]` by `[9, 10, 99, 12]`. What is left after the pooling?",
    "187: every window sees the spot, so all four sums grow by 88, and 99 was the largest.",
  ),
  details(
    "Something to learn: replace `[...pools, train({ epochs: 1 })]` by " +
      '`[...pools, dense(10, "softmax"), train({ epochs: 1 })]`. Is it still refused?',
    "No: the dense layer has (10 + 1)·10 = 110 parameters, and they can be trained. The claim about " +
      "poolings differs now, for these are no longer poolings only.",
  ),
);
await finish();
