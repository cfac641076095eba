/**
 * @title Write the convolution · 합성곱을 만들어보자
 * @section LAB: 합성곱을 만들어보자
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/04_convolution.ts
 * @needs nothing; the book's two photographs with --data DIR or --download
 * @minutes 0.1
 * @goals
 * - read a picture as an array of numbers and look at its channels
 * - work out one pixel of a convolution by hand, and write the loops that work out all of them
 * - predict the size of the result
 * - see what a box, a Laplacian and a random filter do to a photograph
 * - check your loops against the engine that trains networks
 */
import { judgeable, lab, largestDifference, medianTime, toPixels } from "../core/lab/mod.ts";
import { type Pixels, sideBySide, table, timing } from "../core/report/mod.ts";
import { claims } from "./chapter/claims/04_convolution.ts";
import { box, channel, filter, image, laplacian, normalize, pipeline } from "../dsl/mod.ts";

const { show, live, print, claim, check, photograph, compute, prepare, metric, random, finish } =
  await lab(import.meta, claims);

// Nine numbers can blur a photograph, sharpen it, or leave nothing but its edges. You lay them over
// a small patch of the picture, multiply each number by the pixel under it, and add up the nine
// products: the sum is one pixel of a new picture. Then you move one pixel to the right and do the
// same again. This is a **합성곱(convolution)**, and by the end of this lab you will have written
// one. Before you touch anything: what should the picture look like if all nine numbers are 1/9?

//: Change any of the nine numbers, or begin with a preset. Point at a pixel of the result: you see
//: the nine pixels it was made of, and their nine products.
await live.filter({ picture: "david.png", kernel: laplacian() });

// # A picture is an array
//
// To a computer a picture is a table of numbers. This portrait has 109 rows and 120 columns, and in
// each place there are two numbers: how bright the pixel is, and how opaque. Each such layer of
// numbers is called a **채널(channel)**. Height, width and the number of channels together are the
// picture's shape, and the chapter's first line of output is exactly that.
const david = await photograph("david.png");
const shape = ({ image: { height, width, channels } }: typeof david) => [height, width, channels];
print(`(${shape(david).join(", ")})`);
claim("david-shape", shape(david), { judge: judgeable(david) });

//-
const channelOf = async (name: string, c: number) =>
  toPixels(await compute(pipeline(image(name), channel(c))));

//: Channel 0 is the brightness, from 0 for black to 255 for white. Channel 1 is the opacity: white
//: wherever the picture is solid.
show(sideBySide({
  images: [
    { title: "channel 0", image: await channelOf("david.png", 0) },
    { title: "channel 1", image: await channelOf("david.png", 1) },
  ],
}));

// A colour photograph has three channels, because a screen mixes every colour from red, green and
// blue light. Taken alone, each channel is an ordinary grey picture that says how much of its light
// there is.
const book = await photograph("book.png");
print(`(${shape(book).join(", ")})`);
claim("book-shape", shape(book), { judge: judgeable(book) });

//: Each channel is painted in its own colour, the darker the more light of it. White contains all
//: three, so what is white in the photograph is dark everywhere. Which part is dark in one channel
//: only?
show(sideBySide({
  images: [
    { title: "book.png", image: book.image },
    { title: "red", image: await channelOf("book.png", 0), scale: "Reds" },
    { title: "green", image: await channelOf("book.png", 1), scale: "Greens" },
    { title: "blue", image: await channelOf("book.png", 2), scale: "Blues" },
  ],
  columns: 2,
}));

// # Why divide by 255?
//
// The chapter divides every pixel by 255 before it goes on, so that brightness runs from 0 to 1.
// This is called **정규화(normalization)**. Does it change the picture?
const intensity = await channelOf("david.png", 0);
const grey = toPixels(await compute(pipeline(image("david.png"), channel(0), normalize())));

//-
const shaded = (id: string, of: Pixels, range: readonly [number, number]) =>
  sideBySide({ id, images: [{ title: "", image: of }], range, colorBar: "value" });

//: Twice the same picture; only the numbers beside the bar differ.
show(shaded("before", intensity, [0, 255]), shaded("after", grey, [0, 1]));

// It changes nothing that you can see, and nothing that a filter finds: a convolution only
// multiplies and adds, so it makes no difference whether you divide before or after it. We divide
// because results then have the same size for every picture, and because training, which begins
// with small random weights, goes better with inputs that are small as well. Lab 10 tries it.

// # One pixel of the result
//
// Take the nine pixels whose top left corner lies in row 40 and column 50, and the small matrix of
// the first figure, which the chapter calls a **필터(filter)** and other books a kernel. Multiply
// each pixel by the number in the same place, and add up the nine products. Try it with the table
// before you look at the sum below it.
type Kernel = readonly (readonly number[])[];

function onePixel(x: Pixels, kernel: Kernel, top: number, left: number, c = 0): number {
  let sum = 0;
  for (const [i, weights] of kernel.entries()) {
    for (const [j, weight] of weights.entries()) {
      sum += weight * x.data[((top + i) * x.width + left + j) * x.channels + c]!;
    }
  }
  return sum;
}
const edges = laplacian();

//-
const [top, left] = [40, 50];
const under = edges.map((weights, i) =>
  weights.map((weight, j) => ({
    pixel: grey.data[(top + i) * grey.width + left + j]!,
    weight,
  }))
);
const cells = (
  row: typeof under[number],
  text: (one: { pixel: number; weight: number }) => string,
) => row.map(text).join("  ");

//: The nine pixels, the nine weights, and their products, row by row.
show(table({
  columns: ["pixels", "weights", "products"],
  rows: under.map((row) => [
    cells(row, ({ pixel }) => pixel.toFixed(2)),
    cells(row, ({ weight }) => String(weight)),
    cells(row, ({ pixel, weight }) => (pixel * weight).toFixed(2)),
  ]),
}));
const byHand = under.flat().reduce((sum, { pixel, weight }) => sum + pixel * weight, 0);
print(`the sum: ${byHand.toFixed(3)}`);
check("the sum of the nine products is the pixel that the loops give", byHand, {
  near: onePixel(grey, edges, top, left),
  within: 1e-6,
});

// # Four loops
//
// The rest is repetition. With $F$ for the filter and $x$ for the picture, the pixel in row $r$ and
// column $c$ of the result is
//
// $$y_{r,c} = \sum_{i}\sum_{j} F_{ij}\,x_{r+i,\,c+j}.$$
//
// The two sums are the two loops that you have just seen. Two more move the filter down and to the
// right, and because a picture may have several channels, one loop around all of them takes the
// channels one by one.
//
// How large is the result? The filter has to stay inside the picture. In a row of 120 pixels, at
// how many places does a filter of three fit? Write your answer down before you read the code.
function convolve(x: Pixels, kernel: Kernel) {
  const [height, width] = [x.height - kernel.length + 1, x.width - kernel[0]!.length + 1];
  const data = new Float32Array(height * width * x.channels);
  for (let c = 0; c < x.channels; c++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        data[(row * width + column) * x.channels + c] = onePixel(x, kernel, row, column, c);
      }
    }
  }
  return { height, width, channels: x.channels, data };
}

// The filter fits at $n - k + 1$ places: the first begins at pixel 1, the last must end at pixel
// $n$. From 109×120 pixels a 3×3 filter makes 107×118. The middle of the filter never reaches the
// outermost pixels, so seen from the middle it goes from pixel (1, 1) to pixel (107, 118); this is
// what the chapter's program prints, with the size of the filter behind it.
const found = convolve(grey, edges);

//-
const middle = (edges.length - 1) / 2;
const [first, last] = [[middle, middle], [
  middle + found.height - 1,
  middle + found.width - 1,
]];
const line = `[${first.join(" ")}] [${last.join(" ")}] ${edges.length} ${edges[0]?.length}`;
print(line);
claim("printed-line", line);
claim("result-size", [found.height, found.width]);

// A filter need not move by one pixel. With a **스트라이드(stride)** of 2 it leaves out every second
// place, and the result is about half as large. With **패딩(padding)** the picture is surrounded by
// zeros first, so that the result stays as large as the picture was. Lab 6 is about both; here you
// can try them on numbers small enough to follow.

//: Move the window with the arrow keys, and set the stride to 2. Which places does it leave out? The
//: formula is filled in with your numbers.
await live.window({ size: 7, kernel: 3 });

// # Three filters, three pictures
//
// The loops stay as they are; only the nine numbers change. Guess what each of these does before
// you look: nine times 1/9; the Laplacian, which takes four times the middle from the sum of its
// four neighbours; and nine numbers drawn at random from the normal distribution.
const drawn = [0, 1, 2].map(() => [0, 1, 2].map(() => random.normal()));
const filters = { box: box(3), laplacian: edges, random: drawn };
print(drawn.map((row) => row.map((v) => v.toFixed(2)).join("  ")).join("\n"));

//: From top to bottom: the box, the Laplacian, nine random numbers. Read the bars: the box keeps
//: the range of the picture, the Laplacian has negative values as well.
for (const [name, kernel] of Object.entries(filters)) {
  const result = convolve(grey, kernel);
  show(shaded(`${name}-filter`, result, [Math.min(...result.data), Math.max(...result.data)]));
}

// The box takes the mean of nine neighbours, and where neighbours differ, the difference becomes
// smaller: the picture is soft. The Laplacian gives 0 wherever all five pixels are alike, which is
// nearly everywhere; what is left are the **윤곽선(edges)**. The random filter was planned by
// nobody, and still it answers to something. A network does exactly this: it begins with random
// numbers, and learns which ones are worth having. That is lab 5.
//
// A colour picture needs nothing new. Each channel is filtered by itself, with the same nine
// numbers, or with 81 for a stronger blur:

//: The photograph, and what a box of 9×9 makes of its three channels.
show(sideBySide({
  images: [
    { title: "book.png", image: book.image },
    { title: "box(9)", image: convolve(book.image, box(9)) },
  ],
}));

// # Shouldn't the filter be turned over?
//
// If you have met the convolution in mathematics, you may miss something: there the filter is
// turned by 180° before it slides, and what you wrote is called a correlation. Does it matter? The
// box and the Laplacian look the same from both sides. This one, which compares left with right,
// does not:
const sideways = [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]];
const turned = (kernel: Kernel) => kernel.map((row) => row.toReversed()).toReversed();
const [kept, flipped] = [convolve(grey, sideways), convolve(grey, turned(sideways))];

//: Blue is negative, red is positive. Turned over, the filter finds the same edges with the other
//: sign.
show(sideBySide({
  images: [
    { title: "as it is", image: kept },
    { title: "turned by 180°", image: flipped },
  ],
  scale: "RdBu",
  range: [-1, 1],
  colorBar: "value",
}));
check(
  "turning the Laplacian over changes nothing",
  largestDifference(found.data, convolve(grey, turned(edges)).data),
  { equals: 0 },
);
check(
  "turning over the filter that compares left with right changes the sign",
  largestDifference(kept.data, flipped.data.map((v) => -v)),
  { atMost: 1e-6 },
);

// For a network it makes no difference at all. It learns its nine numbers, so if somebody turned
// them over it would learn the turned ones. That is why nobody does, and why everybody keeps the
// name.

// # Is it right, and is it fast?
//
// In the language of this project all that you wrote is one word, `filter`. An engine that was made
// for training computes it. If your loops are right, the two agree up to rounding.
const byEngine = await compute(
  pipeline(image("david.png"), channel(0), normalize(), filter(edges)),
);
const difference = largestDifference(byEngine.data, found.data);
metric("largest difference", difference);
check("the loops and the engine agree", difference, { atMost: 1e-5 });

// Why does nobody train with loops, then? Both now blur the larger photograph, all three channels.
const onBook = await prepare(pipeline(image("book.png"), normalize(), filter(box(3))));
const loops = await medianTime(() => convolve(book.image, filters.box), 3);
const engine = await medianTime(onBook, 3);
metric("loops_ms", loops);
metric("engine_ms", engine);

//: Milliseconds for one 3×3 filter on a photograph. A network computes thousands of filters on
//: thousands of pictures.
show(timing(`The engine is ${(loops / engine).toFixed(1)} times as fast`, { loops, engine }));

// # Try it yourself

//? A larger box: replace `box: box(3),` by `box: box(9),`. How large is the result, and how soft?
//! 101×112: a 9×9 filter fits at 109 − 9 + 1 = 101 places from top to bottom, and at 112 from left
//! to right. Each pixel is the mean of 81, so the eyes disappear.

//? Sharper: replace `const edges = laplacian();` by
//? `const edges = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]];`. Why does the picture come back?
//! The five in the middle is one more than the four that are taken away: the filter is the picture
//! itself minus its Laplacian. Where all pixels are alike it leaves them; at edges it exaggerates.

//? The other sign: replace `laplacian: edges,` by `laplacian: edges.map((row) => row.map((v) => -v)),`.
//? What changes in the second picture?
//! Black and white change places. The edges stay where they are, so a network does not care.

//? Draw another random filter: run the lab with `--seed 1`. Is it as good?
//! It answers to something else. Good for what? Only a task can say, and that is learning.
await finish();
