/** Shapes and numbers are compared where tensors and weights enter, on every path. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { openEngine } from "../../core/engine/open.ts";
import { requireFinite } from "../../core/graph/border.ts";
import type { Tensor } from "../../core/graph/tensor.ts";
import { Model } from "../../core/model/model.ts";
import { requireVjpInputs, vjp } from "../../core/model/vjp.ts";
import { initialWeights, type Weights } from "../../core/weights/initial_weights.ts";
import {
  conv,
  dense,
  flatten,
  input,
  pipeline,
  resize,
  type Step,
  UserError,
} from "../../dsl/mod.ts";

const steps = pipeline(input(8, 8, 1), conv(2, { kernel: [3, 2] }), flatten(), dense(3));
const weights = initialWeights(steps, seededRandom(0));
const engine = await openEngine("loops");
const model = new Model(steps, engine, weights);
const zeros = (...shape: number[]): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});
const refused = async (attempt: () => Promise<unknown>) =>
  (await assertRejects(attempt, UserError)).message;
const expects = (action: string, name: string, expected: string, found: string) =>
  `Cannot ${action}: expected ${name} of shape ${expected}, found ${found}. Give a tensor of that shape.`;

Deno.test("predictOne() refuses the same count in another shape", async () => {
  for (const shape of [[1, 8, 8], [8, 1, 8], [64], [8, 8], [1, 8, 8, 1]]) {
    assertEquals(
      await refused(() => model.predictOne(zeros(...shape))),
      expects("predict", "x", "8x8x1", shape.join("x")),
    );
  }
  assertEquals((await model.predictOne(zeros(8, 8, 1))).shape, [3]);
});

Deno.test("predict() and activations() refuse the same count in another shape, and no example", async () => {
  for (const shape of [[8, 8, 1], [1, 1, 8, 8], [1, 64], [4, 4, 4, 1]]) {
    const found = shape.join("x");
    assertEquals(
      await refused(() => model.predict(zeros(...shape))),
      expects("predict", "x", "[batch]x8x8x1", found),
    );
    assertEquals(
      await refused(() => model.activations(zeros(...shape))),
      expects("compute activations", "x", "[batch]x8x8x1", found),
    );
  }
  assertEquals(
    await refused(() => model.predict(zeros(0, 8, 8, 1))),
    "Cannot predict: expected at least 1 example in x, found 0. Give one.",
  );
  assertEquals(
    await refused(() => model.predict({ shape: [2, 8, 8, 1], data: new Float32Array(64) })),
    "Cannot predict: expected 128 numbers in x of shape 2x8x8x1, found 64. Give as many as the " +
      "shape says.",
  );
});

Deno.test("predict() names the place of a number that is not finite", async () => {
  const x = zeros(2, 8, 8, 1);
  x.data[64 + 3 * 8 + 5] = -Infinity;
  assertEquals(
    await refused(() => model.predict(x)),
    "Cannot predict: expected finite numbers in x, found -Infinity in example 1 at [3, 5, 0] " +
      "(counted from 0). Correct it or leave it out.",
  );
});

const wrongWeights: [change: Weights, sentence: string][] = [
  [
    { "conv1/kernel": zeros(2, 3, 1, 2) },
    "expected conv1/kernel of shape 3x2x1x2, found 2x3x1x2. Give a tensor of that shape.",
  ],
  [
    { "dense1/kernel": zeros(3, 84) },
    "expected dense1/kernel of shape 84x3, found 3x84. Give a tensor of that shape.",
  ],
  [
    { "dense1/bias": { shape: [3], data: Float32Array.of(0, NaN, 0) } },
    "expected finite numbers in dense1/bias, found NaN in dense1/bias at [1] (counted from 0). " +
    "Correct it or leave it out.",
  ],
];

Deno.test("Model refuses weights of another shape, that are not finite or missing", () => {
  for (const [change, sentence] of wrongWeights) {
    assertEquals(
      assertThrows(() => new Model(steps, engine, { ...weights, ...change }), UserError).message,
      `Cannot use the weights: ${sentence}`,
    );
  }
  const { "dense1/bias": _, ...fewer } = weights;
  assertEquals(
    assertThrows(() => new Model(steps, engine, fewer), UserError).message,
    "Cannot use the weights: expected dense1/bias of shape 3, found no such weight. Give all " +
      "weights of the pipeline.",
  );
});

Deno.test("vjp() refuses weights, x and dy of another shape", async () => {
  const x = zeros(1, 8, 8, 1);
  for (const [change, sentence] of wrongWeights) {
    assertEquals(
      await refused(() => vjp(steps, engine, { ...weights, ...change }, x)),
      `Cannot apply the pipeline: ${sentence}`,
    );
  }
  assertEquals(
    await refused(() => vjp(steps, engine, weights, zeros(1, 1, 8, 8))),
    expects("apply the pipeline", "x", "[batch]x8x8x1", "1x1x8x8"),
  );
  assertEquals(
    await refused(() => vjp(steps, engine, weights, x, zeros(3, 1))),
    expects("apply the pipeline", "dy", "[batch]x3", "3x1"),
  );
});

Deno.test("requireVjpInputs() refuses what needs more than 2 GiB before anything is allocated", {
  permissions: { sys: false },
}, () => {
  const advice = "Make its sizes or the batch smaller, or allow this machine's memory with " +
    "--allow-sys=systemMemoryInfo.";
  const cases: [step: Step, sentence: string][] = [
    [
      conv(1, { kernel: 10_000, padding: "same" }),
      "apply the pipeline: expected to need at most 2 GiB of memory, found 24.2 GiB or more, mostly " +
      "for the windows of the convolution to 1x8x8x1.",
    ],
    [
      resize(100_000, 100_000),
      "build the pipeline: expected to need at most 2 GiB of memory, found 37.3 GiB or more, mostly " +
      "for the output of resize1, 1x100000x100000x1.",
    ],
    [
      conv(1_000_000_000, { kernel: 1 }),
      "build the pipeline: expected to need at most 2 GiB of memory, found 238 GiB or more, mostly " +
      "for the output of conv1, 1x8x8x1000000000.",
    ],
  ];
  for (const [step, sentence] of cases) {
    assertEquals(
      assertThrows(
        () => requireVjpInputs(pipeline(input(8, 8, 1), step), zeros(1, 8, 8, 1)),
        UserError,
      )
        .message,
      `Cannot ${sentence} ${advice}`,
    );
  }
});

Deno.test("requireFinite() passes bytes and finite floats of any size", () => {
  requireFinite("test", "x", new Uint8Array([255]), [1], true);
  requireFinite("test", "x", Float32Array.of(3.4e38, -3.4e38, 1e-45, -0), [4], true);
});
