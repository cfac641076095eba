/**
 * @title Edges · 합성곱을 통한 특징 추출
 * @section 합성곱을 통한 특징 추출
 * @run deno run --allow-read=.,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules labs/03_edges.ts
 * @needs nothing; the book's photograph with --data DIR or --download
 * @minutes 0.1
 * @goals
 * - build the Laplacian's nine numbers from the differences of neighbours
 * - test a filter on a function whose answer you know, and find a misprint that way
 * - say where gradient and Laplacian answer on a step, on a ramp and on a line
 */
import {
  fromRows,
  inside,
  lab,
  mean,
  numberTable,
  type Tensor,
  toPixels,
  toRows,
} from "../core/lab/mod.ts";
import { details, lineChart, sideBySide, table } from "../core/report/mod.ts";
import { claims } from "./chapter/claims/03_edges.ts";
import { channel, filter, image, input, laplacian, normalize, pipeline } from "../dsl/mod.ts";

const { show, claim, check, compute, finish } = await lab(import.meta, claims);
type Filter = readonly (readonly number[])[];

// # An edge is where the picture changes
//
// An image is a function $I$ of the place: its **정의역(domain)** are the pixels, its **치역(range)**
// the grey values. A **윤곽선(edge)** is where it changes suddenly. Pixels are 1 apart, so the
// difference of neighbours stands in for the derivative, and the difference of differences for
// the second one:
//
// $$\frac{∂^2I}{∂x_1^2} ≈ (I_{i+1,j} − I_{i,j}) − (I_{i,j} − I_{i−1,j}) = I_{i+1,j} − 2I_{i,j} + I_{i−1,j}$$
//
// As a filter that is `[1, -2, 1]`, laid along one axis. The **라플라시안(Laplacian)** is the sum
// over both axes, $Δf = ∂^2f/∂x_1^2 + ∂^2f/∂x_2^2$. What are its nine numbers? A single bright
// point, filtered along each axis and added, prints them.
const side = 7;
/** A picture of `side` × `side` pixels from a function of row and column, both 0 in the middle. */
const sampled = (f: (row: number, column: number) => number) => {
  const places = Array.from({ length: side }, (_, i) => i - (side >> 1));
  return fromRows(places.map((row) => places.map((column) => f(row, column))));
};
const apply = (weights: Filter, to: Tensor) =>
  compute(pipeline(input(side, side, 1), filter(weights, { padding: "same" })), to);
const [down, across]: [Filter, Filter] = [[[1], [-2], [1]], [[1, -2, 1]]];
const point = sampled((row, column) => row === 0 && column === 0 ? 1 : 0);
const [alongRows, alongColumns] = [await apply(down, point), await apply(across, point)];
const derived = toRows({
  shape: [side, side],
  data: alongRows.data.map((v, i) => v + (alongColumns.data[i] ?? NaN)),
}).slice(2, 5).map((row) => row.slice(2, 5));

// The chapter's text says that "the diagonal neighbours are 1" and prints another matrix.
const printed = [[1, 0, 1], [0, -4, 0], [1, 0, 1]];
const stencil = (id: string, title: string, values: Filter, caption: string) =>
  numberTable({ id, title, values, caption, scale: "RdBu" });
show(
  stencil("derived", "Derived: four neighbours", derived, "Rows and columns added: a cross."),
  stencil("printed", "Printed in the chapter", printed, "The diagonal neighbours instead."),
);
claim("stencil", derived.flat(), {
  why: "the chapter's own formula adds the four neighbours up, down, left and right; its matrix " +
    "has the diagonal ones. Its lab code (lab 4) uses the four neighbours.",
});
claim("stencil-lab-4", derived.flat());

// # Which one is right? Ask a function that you know
//
// $f = x_1^2 + x_2^2$ is a bowl. Its second derivatives are 2 and 2, so its Laplacian is **4**
// everywhere. Try it with a pencil, in the middle, where $f = 0$: the four neighbours are 1 each,
// $1 + 1 + 1 + 1 − 4·0 = 4$. The diagonal ones are 2 each: 8.
const bowl = sampled((row, column) => row ** 2 + column ** 2);
/** What a filter answers away from the border, where it needs no pixel that is not there. */
const within = async (weights: Filter, of: Tensor) =>
  toRows(await compute(pipeline(input(side, side, 1), filter(weights)), of));
const ours = await within(laplacian(), bowl);
const theirs = await within(printed, bowl);
show(
  stencil("bowl", "The bowl x₁² + x₂²", toRows(bowl), "Zero in the middle, 18 in the corners."),
  stencil("bowl-derived", "Four neighbours on the bowl", ours, "4 everywhere: right."),
  stencil("bowl-printed", "The printed matrix on the bowl", theirs, "8 everywhere: twice as much."),
);
const only = (values: number[][]) => {
  const different = [...new Set(values.flat())];
  return different.length === 1 ? different[0] ?? null : different;
};
check("the four neighbours give the Laplacian of x₁² + x₂² at all 25 inner pixels", only(ours), {
  equals: 4,
});
check("the printed matrix gives twice the Laplacian of x₁² + x₂² at all of them", only(theirs), {
  equals: 8,
}, {
  why:
    "the diagonal neighbours are √2 apart, so the second difference must be divided by √2² = 2: " +
    "the matrix is a Laplacian on a grid turned by 45°, without that division.",
});

// The turned grid has a blind spot. On a chessboard, the finest pattern there is, all diagonal
// neighbours have the pixel's own colour, and the printed matrix sees nothing at all.
const chess = sampled((row, column) => (row + column) & 1);
const [sees, blind] = [await within(laplacian(), chess), await within(printed, chess)];
check(
  "strongest answer to a chessboard of 0 and 1: four neighbours, printed matrix",
  [sees, blind].map((rows) => Math.max(...rows.flat().map(Math.abs))),
  { equals: [4, 0] },
);

// # Two slips in the formulas
//
// For the second axis the chapter prints $(I_{i+1,j} − I_{i,j}) − (I_{i,j} − I_{i,j−1})$: its
// first neighbour lies along $x_1$, where $I_{i,j+1}$ is meant. On $f = x_2^2$ the true answer is
// 2. And the text calls $Δ$ the **내적(dot product)** of the gradient with itself: that
// is $|∇f|^2$, another number. $∇·∇f$ is the operator applied twice.
const misprint = [[0, 0, 0], [1, -2, 0], [0, 1, 0]];
const parabola = sampled((_, column) => column ** 2);
claim("second-axis", (await within(misprint, parabola))[2]?.slice(1, 4) ?? null, {
  why:
    "I(i+1, j) stands where I(i, j+1) is meant. The right-hand side of the same line is correct.",
});
const [slopeDown, slopeAcross]: [Filter, Filter] = [[[-0.5], [0], [0.5]], [[-0.5, 0, 0.5]]];
/** |∇I| from differences over two pixels, so that both lie on the pixel itself. */
const gradientOf = async (weigh: (weights: Filter) => Promise<Tensor>): Promise<Tensor> => {
  const [a, b] = [await weigh(slopeDown), await weigh(slopeAcross)];
  return { ...a, data: a.data.map((v, i) => Math.hypot(v, b.data[i] ?? NaN)) };
};
const steep = toRows(await gradientOf((weights) => apply(weights, bowl)));
claim(
  "dot-product",
  [[3, 3], [3, 4], [4, 4]].map(([y = 0, x = 0]) => Math.round((steep[y]?.[x] ?? NaN) ** 2)),
  { why: "|∇f|² = 4(x₁² + x₂²) depends on the place; the Laplacian is 4 everywhere." },
);

// # A step, a ramp and a line
//
// Three pictures, the same in every row. The **기울기(gradient)** says how steep the picture is; the
// Laplacian says how much the slope bends. Watch the signs.
const length = 24;
const profiles = {
  step: (x: number) => x < 12 ? 0 : 1,
  ramp: (x: number) => Math.min(1, Math.max(0, (x - 7) / 8)),
  line: (x: number) => x === 12 ? 1 : 0,
};
const answers = [];
for (const [name, profile] of Object.entries(profiles)) {
  const row = Array.from({ length }, (_, x) => profile(x));
  const picture = fromRows([row, row, row]);
  const along = async (weights: Filter) =>
    (await compute(pipeline(input(3, length, 1), filter(weights)), picture)).data;
  const y = [row.slice(1, -1), (await along([[0, 0, 0], [-0.5, 0, 0.5], [0, 0, 0]])).map(Math.abs)];
  const bend = await along(laplacian());
  answers.push({ name, gradient: y[1] ?? [], bend });
  const x = row.slice(1, -1).map((_, i) => i + 1);
  show(lineChart({
    id: `profile-${name}`,
    title: `A ${name}`,
    caption: {
      step:
        "The gradient has one hump on the edge; the Laplacian a pair, up before and down after.",
      ramp: "The gradient answers all along the slope, the Laplacian at its two ends only.",
      line: "The gradient has a hump on each side and nothing on the line; the Laplacian is " +
        "strongest on the line itself.",
    }[name] ?? name,
    alt: `Grey value, gradient magnitude and Laplacian across a ${name}.`,
    x: { name: "column", unit: "pixels" },
    y: { name: "grey value or answer", unit: "" },
    series: [
      { name: "grey value", x, y: y[0] ?? [], line: "dot" },
      { name: "gradient magnitude", x, y: y[1] ?? [] },
      { name: "Laplacian", x, y: bend, line: "dash" },
    ],
  }));
}
const strongest = answers.map(({ name, gradient, bend }) => [
  name,
  Math.max(...gradient),
  Math.max(...bend.map(Math.abs)),
  gradient.filter((v) => Math.abs(v) > 1e-6).length,
  bend.filter((v) => Math.abs(v) > 1e-6).length,
]);
show(table({
  caption: "Where each answers",
  columns: [
    "",
    "strongest gradient",
    "strongest Laplacian",
    "pixels (gradient)",
    "pixels (Laplacian)",
  ],
  rows: strongest,
}));
check(
  "strongest gradient and Laplacian on a step, a ramp of slope 1/8 and a line",
  strongest.flatMap(([, gradient, bend]) => [Number(gradient), Number(bend)]),
  { near: [0.5, 1, 1 / 8, 1 / 8, 0.5, 2], within: 1e-6 },
);

// # On a photograph
const photograph = (weights: Filter) =>
  compute(
    pipeline(image("david.png"), channel(0), normalize(), filter(weights, { padding: "same" })),
  );
// The outermost pixels saw the black beyond the border: they are left out.
const four = inside(await photograph(laplacian()), 1);
const diagonal = inside(await photograph(printed), 1);
const gradient = inside(await gradientOf(photograph), 1);
show(sideBySide({
  id: "photograph",
  title: "One portrait, three answers",
  caption: "Both Laplacians are a red line beside a blue one along each outline; the printed one " +
    "is louder and coarser. The gradient is one bright line, whichever side is darker.",
  alt: "A portrait, two pictures of its outlines by the two stencils, and its gradient magnitude.",
  images: [
    { title: "original", image: toPixels(await photograph([[1]])), scale: "Greys", range: [0, 1] },
    { title: "four neighbours", image: toPixels(four) },
    { title: "printed matrix", image: toPixels(diagonal) },
    { title: "gradient magnitude", image: toPixels(gradient), scale: "Greys", range: [0, 0.4] },
  ],
  scale: "RdBu",
  range: [-0.6, 0.6],
  colorBar: "answer of the stencils",
  columns: 2,
}));
const loudness = (tensor: Tensor) => mean(tensor.data.map(Math.abs));
show(
  `mean answer: four neighbours ${loudness(four).toFixed(4)}, printed matrix ${
    loudness(diagonal).toFixed(4)
  }, gradient ${loudness(gradient).toFixed(4)}`,
);

// # What to try next
show(
  details(
    "A steeper bowl: replace `row ** 2 + column ** 2` by `row ** 2 + 3 * column ** 2`. What do " +
      "the two stencils give?",
    "8 and 16: the second derivatives are 2 and 6. The printed matrix is still twice too large.",
  ),
  details(
    "A saddle: replace `row ** 2 + column ** 2` by `row ** 2 - column ** 2`. Which one is right?",
    "Both give 0: along the diagonals a saddle is level. One test function is not enough to find " +
      "a misprint.",
  ),
  details(
    "A wide line: replace `x === 12 ? 1 : 0` by `x === 12 || x === 13 ? 1 : 0`. What does the " +
      "gradient do?",
    "It closes the hole: both pixels of the line lie on a slope. The Laplacian is −1 on both.",
  ),
);
await finish();
