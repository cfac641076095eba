/**
 * @title Write the convolution · 합성곱을 만들어보자
 * @section LAB: 합성곱을 만들어보자
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/04_convolution.ts
 * @needs nothing; the book's two photographs with --data DIR or --download
 * @minutes 0.2
 * @goals
 * - read an image as an array of numbers and look at its channels
 * - write the convolution as four nested loops and predict the size of its result
 * - see what a box, a Laplacian and a random filter do to a photograph
 * - check your loops against the engine that trains networks, and see why nobody trains with loops
 */
import { judgeable, lab, largestDifference, medianTime, toPixels } from "../core/lab/mod.ts";
import { details, heatmap, type Pixels, sideBySide, timing } from "../core/report/mod.ts";
import { claims } from "./chapter/claims/04_convolution.ts";
import { box, channel, filter, image, laplacian, normalize, pipeline } from "../dsl/mod.ts";

const { show, print, claim, check, photograph, compute, prepare, metric, random, finish } =
  await lab(import.meta, claims);

// # A picture is an array
//
// The chapter reads `david.png` and prints its shape: height, width, **채널(channel)**. Two
// channels: how bright a pixel is, and how opaque (alpha).
const david = await photograph("david.png");
const { height, width, channels } = david.image;
print(`(${[height, width, channels].join(", ")})`);

claim("david-shape", [height, width, channels], { judge: judgeable(david) });

/** One channel of a photograph, as an image. */
const channelOf = async (name: string, c: number) =>
  toPixels(await compute(pipeline(image(name), channel(c))));
show(sideBySide({
  title: "The two channels of david.png",
  caption: "Left: brightness. Right: alpha, 255 where the picture is opaque.",
  alt: "A portrait in grey values, and beside it its alpha channel.",
  images: [
    { title: "channel 0: grey", image: await channelOf("david.png", 0) },
    { title: "channel 1: alpha", image: await channelOf("david.png", 1) },
  ],
}));

// A colour photograph has three: red, green and blue. Each channel alone is a grey picture; the
// chapter paints each in its own colour, dark where there is much of it.
const book = await photograph("book.png");
claim("book-shape", [book.image.height, book.image.width, book.image.channels], {
  judge: judgeable(book),
});
show(sideBySide({
  id: "colour-channels",
  title: "A colour photograph and its channels",
  caption:
    "What is bright in the photograph is dark in all three; what is red is dark in Reds only.",
  alt: "A colour photograph, and its red, green and blue channels in colour scales.",
  images: [
    { title: "book.png", image: book.image },
    { title: "red", image: await channelOf("book.png", 0), scale: "Reds" },
    { title: "green", image: await channelOf("book.png", 1), scale: "Greens" },
    { title: "blue", image: await channelOf("book.png", 2), scale: "Blues" },
  ],
  columns: 2,
}));

// # Normalise
//
// Dividing by 255 changes no picture, only its scale: compare the two colour bars.
const intensity = await channelOf("david.png", 0);
const normalized = toPixels(await compute(pipeline(image("david.png"), channel(0), normalize())));
const grey = (title: string, of: Pixels, range: [number, number], alt: string) =>
  sideBySide({
    id: title.toLowerCase().replace(/\W+/g, "-"),
    title,
    caption: `The colour bar runs from ${range[0].toFixed(1)} to ${range[1].toFixed(1)}.`,
    alt,
    images: [{ title: "", image: of }],
    range,
    colorBar: "value",
  });
show(
  grey("Before: 0 to 255", intensity, [0, 255], "The grey channel with a bar from 0 to 255."),
  grey("After: 0 to 1", normalized, [0, 1], "The same picture with a bar from 0 to 1."),
);

// # Four loops
//
// For every channel, row and column: lay the filter $F$ over the region $R$ around the pixel,
// multiply what lies on one another and add up,
//
// $$p = \sum_{i}\sum_{j} F_{ij}\,R_{ij}.$$
//
// A 3×3 filter can't be centred on the outermost pixels, so the first is (1, 1) and the last is
// (height − 2, width − 2). The chapter's function prints these two and the filter's size.
function applyFilter(img: Pixels, kernel: readonly (readonly number[])[], at: number[]): number {
  const [top = 0, left = 0, c = 0] = at;
  let sum = 0;
  for (const [i, row] of kernel.entries()) {
    for (const [j, weight] of row.entries()) {
      const place = ((top + i) * img.width + left + j) * img.channels + c;
      sum += weight * (img.data[place] ?? NaN);
    }
  }
  return sum;
}

function convolution(img: Pixels, kernel: readonly (readonly number[])[]) {
  const [rp, cp] = [kernel.length, kernel[0]?.length ?? 0];
  const [r0, c0] = [(rp - 1) >> 1, (cp - 1) >> 1];
  const [rows, columns] = [img.height - 2 * r0, img.width - 2 * c0];
  const out = new Float32Array(rows * columns * img.channels);
  for (let c = 0; c < img.channels; c++) {
    for (let r = 0; r < rows; r++) {
      for (let col = 0; col < columns; col++) {
        out[(r * columns + col) * img.channels + c] = applyFilter(img, kernel, [r, col, c]);
      }
    }
  }
  return { height: rows, width: columns, channels: img.channels, data: out };
}

const extent = (img: Pixels, [rp, cp]: [number, number]) => {
  const [r0, c0] = [(rp - 1) >> 1, (cp - 1) >> 1];
  return `[${r0} ${c0}] [${img.height - 1 - r0} ${img.width - 1 - c0}] ${rp} ${cp}`;
};
print(extent(normalized, [3, 3]));
claim("printed-line", extent(normalized, [3, 3]));

// # Three filters
//
// The box filter averages, the Laplacian (see lab 3) answers to edges, and a random filter does
// something nobody planned. Its nine numbers are drawn from the normal distribution.
const randomFilter = [0, 1, 2].map(() => [0, 1, 2].map(() => random.normal()));
const filters = { box: box(3), laplacian: laplacian(), random: randomFilter };
const smooth = convolution(normalized, filters.box);
claim("result-size", [smooth.height, smooth.width]);
for (const [name, kernel] of Object.entries(filters)) {
  const result = convolution(normalized, kernel);
  const [low, high] = [Math.min(...result.data), Math.max(...result.data)];
  show(grey(`${name} filter`, result, [low, high], `The portrait after the ${name} filter.`));
}
show(heatmap({
  title: "The random filter's nine numbers",
  caption: "Blue weights subtract, red ones add. Another `--seed` draws others.",
  alt: "A 3×3 table of random weights.",
  values: randomFilter,
  value: { name: "weight", unit: "" },
  scale: "RdBu",
  decimals: 2,
}));

// # Check against the engine
//
// The same filter as a pipeline, computed by the engine that trains networks. If your loops are
// right the two agree to rounding.
const byEngine = await compute(
  pipeline(image("david.png"), channel(0), normalize(), filter(laplacian())),
);
const edges = convolution(normalized, filters.laplacian);
const difference = largestDifference(byEngine.data, edges.data);
metric("largest difference", difference);
print(`largest difference: ${difference.toExponential(1)}`);
check("the loops and the engine agree", difference, { atMost: 1e-5 });

// And how long do both take on the larger photograph, all its channels?
const onBook = await prepare(pipeline(image("book.png"), normalize(), filter(box(3))));
const loops = await medianTime(() => convolution(book.image, filters.box));
const engine = await medianTime(onBook);
metric("loops_ms", loops);
metric("engine_ms", engine);
show(timing(`The engine is ${(loops / engine).toFixed(1)} times as fast`, { loops, engine }));

// # What to try next
show(
  details(
    "A box of 9: replace `{ box: box(3),` by `{ box: box(9),`. How large is the result?",
    "101×112 for a portrait of 109×120: eight less each way. The claim about 107×118 then differs.",
  ),
  details(
    "The other sign: replace `laplacian: laplacian()` by `laplacian: laplacian().map((row) => row.map((v) => -v))`. What changes in the picture?",
    "Black and white change places; the edges stay where they are.",
  ),
  details(
    "Draw another random filter with `--seed 1`.",
    "Another picture: filters differ in what they pick out. Learning means finding useful ones.",
  ),
);
await finish();
