/** Small programs whose results and gradients can be worked out by hand, for all engines. */
import type { Engine } from "../../core/engine/engine.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply, type Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { constantOf, input } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";

/** One program: y of the inputs x0, x1, …, and the gradients of Σ y·seed with respect to them. */
export interface HandCase {
  /** What the engine does, as the end of a sentence that begins with its name. */
  readonly name: string;
  /** Shape and numbers of each input. */
  readonly inputs: readonly (readonly [shape: readonly number[], numbers: readonly number[]])[];
  readonly build: (...inputs: Node[]) => Node;
  /** The gradient with respect to y; without it only y is computed. */
  readonly seed?: readonly number[];
  readonly expected: Readonly<Record<string, readonly number[]>>;
}

const ops = graphOps();
const counted = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** The cases. All numbers are whole and small, so engines must compute them exactly. */
export const handCases: readonly HandCase[] = [
  {
    name: "gives a tie under windows side by side to the first pixel of each",
    // Two channels. Channel 0 ties everywhere; channel 1 ties in the second row of the first window
    // and in three pixels of the second.
    inputs: [[[1, 2, 4, 2], [5, 1, 5, 2, 5, 7, 5, 7, 5, 3, 5, 3, 5, 7, 5, 6]]],
    build: (x) => ops.maxPool(x, { size: [2, 2], stride: [2, 2], padding: "valid" }),
    seed: [1, 2, 3, 4],
    expected: {
      y: [5, 3, 5, 7],
      dx0: [1, 0, 0, 0, 3, 4, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0],
    },
  },
  {
    name: "gives a tie under overlapping windows to the first pixel of each",
    // Rows 2 2 1, 2 0 2, 1 2 2 under 2×2 windows at stride 1.
    inputs: [[[1, 3, 3, 1], [2, 2, 1, 2, 0, 2, 1, 2, 2]]],
    build: (x) => ops.maxPool(x, { size: [2, 2], stride: [1, 1], padding: "valid" }),
    seed: [1, 10, 100, 1000],
    expected: { y: [2, 2, 2, 2], dx0: [1, 10, 0, 100, 0, 1000, 0, 0, 0] },
  },
  {
    name: "gives a tie under windows that hang over the border to the first pixel of each",
    // A 3×3 window around any pixel of the rows 4 4 and 4 4 covers all four pixels.
    inputs: [[[1, 2, 2, 1], [4, 4, 4, 4]]],
    build: (x) => ops.maxPool(x, { size: [3, 3], stride: [1, 1], padding: "same" }),
    seed: [1, 2, 3, 4],
    expected: { y: [4, 4, 4, 4], dx0: [10, 0, 0, 0] },
  },
  {
    name: "gives a tie under one window over the whole image to the first pixel",
    inputs: [[[1, 2, 3, 1], [0, 6, 6, 1, 6, 6]]],
    build: (x) => ops.maxPool(x, { size: [2, 3], stride: [2, 3], padding: "valid" }),
    seed: [7],
    expected: { y: [6], dx0: [0, 7, 0, 0, 0, 0] },
  },
  {
    name: "gives a tie after a convolution to the first pixel",
    // A 1×1 kernel of 2 doubles all pixels. `native` computes them in the pooling's layout.
    inputs: [[[1, 2, 4, 1], [3, 3, 1, 2, 3, 3, 2, 2]], [[1, 1, 1, 1], [2]]],
    build: (x, w) =>
      ops.maxPool(ops.conv2d(x, w), { size: [2, 2], stride: [2, 2], padding: "valid" }),
    seed: [1, 10],
    expected: { y: [6, 4], dx0: [2, 0, 0, 20, 0, 0, 0, 0], dx1: [23] },
  },
  {
    name: "multiplies 2x3 by 3x1 and keeps the result's rows",
    inputs: [[[2, 3], counted(6)], [[3, 1], [1, 10, 100]]],
    build: (a, b) => ops.matmul(a, b),
    seed: [1, 2],
    expected: { y: [321, 654], dx0: [1, 10, 100, 2, 20, 200], dx1: [9, 12, 15] },
  },
  {
    name: "multiplies 2x2 by 2x3 row by row",
    inputs: [[[2, 2], [1, 2, 3, 4]], [[2, 3], [1, 0, 2, 0, 1, 3]]],
    build: (a, b) => ops.matmul(a, b),
    expected: { y: [1, 2, 8, 3, 4, 18] },
  },
  {
    name: "strides by 1 row and 3 columns",
    // A 1×1 kernel picks pixels: columns 0 and 3 of both rows.
    inputs: [[[1, 2, 4, 1], counted(8)], [[1, 1, 1, 1], [1]]],
    build: (x, w) => ops.conv2d(x, w, { stride: [1, 3] }),
    seed: [1, 2, 3, 4],
    expected: { y: [1, 4, 5, 8], dx0: [1, 0, 0, 2, 3, 0, 0, 4], dx1: [56] },
  },
  {
    name: "strides by 2 rows and 1 column when the image is square",
    inputs: [[[1, 3, 3, 1], counted(9)], [[1, 1, 1, 1], [1]]],
    build: (x, w) => ops.conv2d(x, w, { stride: [2, 1] }),
    seed: [1, 2, 3, 4, 5, 6],
    expected: { y: [1, 2, 3, 7, 8, 9], dx0: [1, 2, 3, 0, 0, 0, 4, 5, 6], dx1: [136] },
  },
  {
    name: "pools by 2 rows and 1 column when the image is square",
    inputs: [[[1, 3, 3, 1], counted(9)]],
    build: (x) => ops.maxPool(x, { size: [1, 1], stride: [2, 1], padding: "valid" }),
    seed: [1, 2, 3, 4, 5, 6],
    expected: { y: [1, 2, 3, 7, 8, 9], dx0: [1, 2, 3, 0, 0, 0, 4, 5, 6] },
  },
  {
    name: "divides a mean at the border by the pixels that the window covers",
    // 2×2 windows, the last row and column of padding: 4, 2, 2 and 1 pixels are covered.
    inputs: [[[1, 2, 2, 1], [1, 3, 5, 7]]],
    build: (x) => ops.meanPool(x, { size: [2, 2], stride: [1, 1], padding: "same" }),
    seed: [4, 2, 6, 1],
    expected: { y: [4, 5, 6, 7], dx0: [1, 2, 4, 6] },
  },
  {
    name: "averages what lies under windows that hang over both borders",
    // A 3×3 window around any pixel of the rows 1 3 and 5 7 covers all four pixels.
    inputs: [[[1, 2, 2, 1], [1, 3, 5, 7]]],
    build: (x) => ops.meanPool(x, { size: [3, 3], stride: [1, 1], padding: "same" }),
    seed: [4, 8, 12, 16],
    expected: { y: [4, 4, 4, 4], dx0: [10, 10, 10, 10] },
  },
  {
    name: "slices the columns that are asked for",
    inputs: [[[3, 3], counted(9)]],
    build: (x) => ops.slice(x, [0, 1], [3, 2]),
    seed: [1, 2, 3, 4, 5, 6],
    expected: { y: [2, 3, 5, 6, 8, 9], dx0: [0, 1, 2, 0, 3, 4, 0, 5, 6] },
  },
  {
    name: "joins square matrices along the axis that is asked for",
    inputs: [[[2, 2], [1, 2, 3, 4]], [[2, 2], [5, 6, 7, 8]]],
    build: (a, b) => ops.concat([a, b], 1),
    seed: counted(8),
    expected: { y: [1, 2, 5, 6, 3, 4, 7, 8], dx0: [1, 2, 5, 6], dx1: [3, 4, 7, 8] },
  },
];

/** What an engine computes for a case: y, and dx0, dx1, … if it has a seed. */
export async function outcomeOf(
  engine: Engine,
  { inputs, build, seed }: HandCase,
): Promise<Record<string, number[]>> {
  const leaves = inputs.map(([shape], i) => apply(input, [], { name: `x${i}`, shape }));
  const y = build(...leaves);
  const slopes = seed ? gradients(y, leaves, constantOf(seed, y.shape)) : [];
  const executable = await engine.compile(
    program({ y, ...Object.fromEntries(slopes.map((node, i) => [`dx${i}`, node])) }),
  );
  const store = engine.store({});
  const feeds = inputs.map(([, numbers], i) => [`x${i}`, Float32Array.from(numbers)] as const);
  const results = await executable.run(Object.fromEntries(feeds), store);
  executable.close();
  store.close();
  return Object.fromEntries(
    // Adding 0 makes −0 of an empty sum 0.
    Object.entries(results).map(([name, values]) => [name, Array.from(values, (v) => v + 0)]),
  );
}
