/**
 * @title Find the faces · 미니 프로젝트 얼굴 찾기
 * @section 미니 프로젝트 얼굴 찾기
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/12_face_finder.ts
 * @needs nothing; the book's photographs with --data DIR or --download, VGG16's weights with --weights imagenet --download
 * @minutes 0.4, full 0.8
 * @goals
 * - build a face finder from thirty pictures and a network that somebody else trained
 * - see what a frozen network makes of a picture, near the beginning and at its end
 * - find out by experiment whether pixels must be prepared as the network learned them
 * - judge a result by several seeds, and know how little ten test pictures prove
 */
import {
  drawing,
  lab,
  mean,
  nearest,
  row,
  rows,
  rowText,
  showKeptClaims,
  splitChannels,
  stack,
  std,
  type Tensor,
  toPixels,
} from "../core/lab/mod.ts";
import { details, imageGrid, lineChart, note, table } from "../core/report/mod.ts";
import { claims } from "./chapter/claims/12_face_finder.ts";
import { faceOutputs as book } from "./chapter/face_outputs.ts";
import {
  adam,
  dense,
  flatten,
  image,
  input,
  meanSquaredError,
  normalize,
  pipeline,
  pretrained,
  resize,
  summaryRows,
  summaryTotals,
  train,
  UserError,
} from "../dsl/mod.ts";

const our = await lab(import.meta, claims);
const { show, print, claim, check, metric, photograph, compute, frozen, fit, model, finish } = our;
const { pick, full, fullRun, seed } = our;

// # Thirty pictures
//
// 15 faces and 15 animals are all there is to learn from; ten more pictures wait for the test. Each
// becomes 75×75 pixels, as scikit-image's `resize` does it, and the labels are 1 for a face and
// 0 for an animal.
const named = (folder: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${folder}/img${String(i + 1).padStart(2, "0")}.jpg`);
const names = {
  faces: named("faces", 15),
  animals: named("animals", 15),
  test: named("test_data", 10),
};
const small = (name: string) => compute(pipeline(image(name), resize(75, 75)));
const learnedFrom = [...names.faces, ...names.animals];
const pictures: Tensor[] = [];
for (const name of [...learnedFrom, ...names.test]) pictures.push(await small(name));
const all = stack(pictures);
const x = rows(all, 0, 30);
const y = { shape: [30, 1], data: Float32Array.from({ length: 30 }, (_, i) => i < 15 ? 1 : 0) };
const test = rows(all, 30, 40);
const isFace = names.test.map((_, i) => i % 2 === 0);
const first = await photograph("faces/img01.jpg");
const { standIn } = first.provenance;
const judge = standIn ? "drawings stand in for the book's photographs" : true;
if (standIn) {
  show(note(
    "The book's photographs are not at hand. **Drawn faces and animals stand in for them**, so all " +
      "numbers below are of drawings, on plain white and without a background to be misled by. No " +
      "claim about the book's own photographs is judged. `--data DIR` or `--download` brings them.",
  ));
}
show(
  ...([["faces", "Fifteen faces", 0, 15], ["animals", "Fifteen animals", 15, 30], [
    "test",
    "Ten to test with",
    30,
    40,
  ]] as const).map(([id, title, from, to]) =>
    imageGrid({
      id,
      title,
      caption: "75×75 pixels each: all that the network will see.",
      alt: `${title}, small pictures in a grid.`,
      tiles: pictures.slice(from, to).map((picture) => ({ image: toPixels(picture) })),
      columns: 5,
    })
  ),
);
print(`X (${x.shape.join(", ")}), y (${y.shape.join(", ")})`);
claim("x-shape", x.shape);
claim("test-shape", test.shape);

// # The network
//
// InceptionV3, cut at `mixed7` and frozen; on top four layers that learn. Its last unit answers with
// a number from 0 to 1: how sure it is to see a face.
const scalings = {
  "0…1": normalize(),
  "−1…1": normalize({ range: [-1, 1] }),
} as const;
type Scaling = keyof typeof scalings;
const cut = "mixed7";
const epochs = pick(20, 150);
const finder = (scaling: Scaling) =>
  pipeline(
    input(75, 75, 3),
    scalings[scaling],
    pretrained("inception-v3", { until: cut }),
    flatten(),
    dense(512, "relu"),
    dense(128, "relu"),
    dense(256, "relu"),
    dense(1, "sigmoid"),
    train({ epochs, optimizer: adam(), loss: meanSquaredError() }),
  );
const network = finder("0…1");
show(drawing(network, "The face finder"));
const { total, trainable } = summaryTotals(summaryRows(network));
print(`${total} parameters, of which ${trainable} learn from 30 pictures`);

// The slides print the network's first rows twice, with two numbers for `batch_normalization_2`. Batch
// normalisation without a scale keeps three numbers a channel: a mean, a variance, a shift. It
// follows 64 filters: $3·64 = 192$.
const layers = new Map(summaryRows(network).map((row) => [row.name, rowText(row)]));
claim("conv2d_2-both-times", layers.get("conv2d_2") ?? null);
claim("batch_normalization_2-the-first-time", layers.get("batch_normalization_2") ?? null, {
  why: "96 are those of 32 channels; here there are 64",
});
claim("batch_normalization_2-the-second-time", layers.get("batch_normalization_2") ?? null);
claim("max_pooling2d-the-second-time", layers.get("max_pooling2d") ?? null);
claim("conv2d_3-the-second-time", layers.get("conv2d_3") ?? null);

// # What the frozen network sees
//
// One face, at three depths. The first layer draws outlines. Two stages further the maps are small
// and answer to patterns; at `mixed7` a face is 3×3 places with 768 numbers each, and no picture.
const ready = finder("−1…1");
const sight = await model(pipeline(...ready.steps.slice(0, 3)));
const seen = await sight.activations(rows(all, 0, 1), ["activation", "mixed0", cut]);
for (const [name, maps] of Object.entries(seen)) {
  const [, height, width] = maps.shape;
  show(imageGrid({
    id: `maps-${name}`,
    title: `${name}: 24 of its maps, ${height}×${width} places`,
    caption: "Bright is a strong answer; each map is stretched by itself.",
    alt: `24 feature maps of the first face after ${name}.`,
    tiles: splitChannels(row(maps, 0)).slice(0, 24).map((map) => ({ image: toPixels(map) })),
    columns: 12,
    range: "each",
  }));
}
await sight.close();

// # Who is like whom?
//
// Every picture has become 6,912 numbers. Before anything is trained on them: which of the thirty
// pictures is nearest to each test picture, by the angle between the two lists of numbers?
const features: Record<Scaling, Tensor> = {
  "0…1": (await frozen(finder("0…1"), all)).features,
  "−1…1": (await frozen(ready, all)).features,
};
const near = nearest(rows(features["−1…1"], 30, 40), rows(features["−1…1"], 0, 30));
const alike = near.map(({ row }, i) => (row < 15) === isFace[i]);
show(imageGrid({
  id: "neighbours",
  title: "Each test picture, and under it the most similar of the thirty",
  caption: "Right where both are faces or both are animals. Nothing was trained for this.",
  alt: "Two rows of ten pictures: the test pictures and their nearest neighbours.",
  tiles: [
    ...pictures.slice(30).map((picture, i) => ({
      image: toPixels(picture),
      caption: `image ${i + 1}`,
    })),
    ...near.map(({ row, cosine }, i) => ({
      image: toPixels(pictures[row]!),
      caption: cosine.toFixed(2),
      mark: alike[i] ? "right" as const : "wrong" as const,
    })),
  ],
  columns: 10,
}));
print(`nearest neighbours: ${alike.filter((right) => right).length} of 10 right`);

// # Training, with both preparations
//
// The chapter feeds pixels from 0 to 1. InceptionV3 learned on pixels from −1 to 1; the chapter
// imports the function that would bring them there, `preprocess_input`, and never calls it. We train
// the head with both, and with five seeds each, because thirty pictures leave much to chance.
const seeds = Array.from({ length: 5 }, (_, i) => seed + i);
const outputs: Record<Scaling, number[][]> = { "0…1": [], "−1…1": [] };
for (const scaling of ["0…1", "−1…1"] as const) {
  const { head } = await frozen(finder(scaling), all);
  const pairs = { x: rows(features[scaling], 0, 30), y };
  for (const s of seeds) {
    const trained = await fit(head, pairs, { seed: s });
    const answer = await trained.model.predict(rows(features[scaling], 30, 40));
    outputs[scaling].push([...answer.data]);
    await trained.model.close();
  }
}
const rightOf = (given: readonly number[]) =>
  given.filter((output, i) => (output > 0.5) === isFace[i]).length;
const right = { "0…1": outputs["0…1"].map(rightOf), "−1…1": outputs["−1…1"].map(rightOf) };
for (const scaling of ["0…1", "−1…1"] as const) {
  right[scaling].forEach((count, i) => metric(`right of ten, ${scaling}, seed ${seeds[i]}`, count));
}
const means = (scaling: Scaling) =>
  names.test.map((_, i) => mean(outputs[scaling].map((given) => given[i] ?? NaN)));
const spread = (scaling: Scaling) =>
  names.test.map((_, i) => std(outputs[scaling].map((given) => given[i] ?? NaN)));
show(
  lineChart({
    id: "outputs",
    title: "The ten outputs",
    caption:
      "Above 0.5 is called a face. The truth: images 1, 3, 5, 7 and 9. The book's network is " +
      "wrong about 4 and 6 of its photographs" +
      (standIn ? ", which are not the pictures used here. " : ". ") +
      "Bars: the spread over five seeds.",
    alt: "Ten outputs of the book's network and of ours with both preparations.",
    x: { name: "test picture", unit: "" },
    y: { name: "output", unit: "0 no face, 1 face" },
    series: [
      { name: "the book (its own photographs)", y: book, line: "dash" },
      ...(["0…1", "−1…1"] as const).map((scaling) => ({
        name: `ours, pixels in ${scaling}`,
        y: means(scaling),
        spread: spread(scaling),
      })),
    ],
  }),
  table({
    caption: "The outputs, means of five seeds",
    columns: ["picture", "truth", "the book", "ours, 0…1", "ours, −1…1"],
    rows: names.test.map((_, i) => [
      i + 1,
      isFace[i] ? "face" : "no face",
      (book[i] ?? NaN).toFixed(4),
      (means("0…1")[i] ?? NaN).toFixed(4),
      (means("−1…1")[i] ?? NaN).toFixed(4),
    ]),
    footer: [
      "right of 10",
      "",
      String(rightOf(book)),
      right["0…1"].join(", "),
      right["−1…1"].join(", "),
    ],
  }),
);
const called = (given: readonly number[]) =>
  given.flatMap((output, i) => output > 0.5 ? [i + 1] : []);
const chance =
  "ten pictures and one training of a network with millions of free numbers: another " +
  `start gives other outputs (right of ten with five seeds: ${right["0…1"].join(", ")})`;
claim("right", mean(right["0…1"]), { why: chance, judge });
claim("called", called(means("0…1")), { why: chance, judge });
check(
  "with −1…1, as preprocess_input makes them, as many pictures are told right as with 0…1",
  mean(right["−1…1"]),
  { atLeast: mean(right["0…1"]) },
  {
    why: `five seeds each: ${right["0…1"].join(", ")} right with pixels in 0…1, ` +
      `${right["−1…1"].join(", ")} with −1…1`,
    judge,
  },
);
const final = means("−1…1");
show(imageGrid({
  id: "found",
  title: "Called faces, with pixels in −1…1",
  caption:
    "The chapter draws only what it calls a face; here the others stay, and mistakes are marked.",
  alt: "The ten test pictures with their outputs; mistakes are marked.",
  tiles: pictures.slice(30).map((picture, i) => ({
    image: toPixels(picture),
    caption: `${(final[i] ?? NaN) > 0.5 ? "face" : "no face"} ${(final[i] ?? NaN).toFixed(2)}`,
    mark: ((final[i] ?? NaN) > 0.5) === isFace[i] ? "right" : "wrong",
  })),
  columns: 5,
}));

// # VGG16 instead
//
// The chapter names a second network: VGG16 of Oxford, frozen to `block4_pool`, with a head of 32, 32
// and 1 units. Its weights are 59 MB and not embedded; `--weights imagenet --download` fetches them.
const oxford = pipeline(
  input(75, 75, 3),
  normalize(),
  pretrained("vgg16", { until: "block4_pool" }),
  flatten(),
  dense(32, "relu"),
  dense(32, "relu"),
  dense(1, "sigmoid"),
  train({ epochs, optimizer: adam(), loss: meanSquaredError() }),
);
const counted = summaryTotals(summaryRows(oxford));
print(`VGG16: ${counted.total - counted.trainable} parameters frozen, ${counted.trainable} learn`);
const tried = await frozen(oxford, all).catch((error) => {
  if (error instanceof UserError) return error.message;
  throw error;
});
let found: number | null = null;
if (typeof tried === "string") {
  show(note(tried));
} else {
  const head = await fit(tried.head, { x: rows(tried.features, 0, 30), y });
  found = rightOf([...(await head.model.predict(rows(tried.features, 30, 40))).data]);
}
check("VGG16 to block4_pool finds faces, too: pictures of ten that are told right", found, {
  above: 5,
}, {
  judge: typeof tried === "string" ? "its weights could not be had (see the note)" : judge,
});

// # What full runs gave
//
// 150 epochs as in the chapter; once with the book's own photographs, which alone can judge what the
// chapter says of them, and once with the drawings.
const asked = ["right", "called"];
if (!full) {
  show(
    ...showKeptClaims(await fullRun("photographs"), "the book's photographs", asked),
    ...showKeptClaims(await fullRun(), "drawings", asked),
  );
}

// # What to try next
show(
  details(
    'Cut earlier: replace `const cut = "mixed7"` by `const cut = "mixed2"`. Are strokes enough for faces?',
    "Hardly: with the book's photographs eight of ten quick trainings told five of ten right, which " +
      "is guessing, and with the drawings five of ten. A face is more than its strokes.",
  ),
  details(
    'Fewer units: replace `dense(512, "relu")` by `dense(16, "relu")`. Does thirty pictures\' worth ' +
      "of learning need 3.5 million numbers?",
    "No: with the book's photographs quick trainings told 7 or 8 of ten right with pixels in 0…1, and " +
      "9 or 10 with −1…1; with the drawings 9 or 10. The features do the work.",
  ),
);
await finish();
