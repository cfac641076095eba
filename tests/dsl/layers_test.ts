/** What the layers compute, on numbers that can be checked by hand. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  activate,
  batchNorm,
  conv,
  dense,
  dropout,
  flatten,
  globalPool,
  input,
  pipeline,
  pool,
  UserError,
} from "../../dsl/mod.ts";
import { forward } from "./forward.ts";
import { assertNear } from "./near.ts";

const nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];

Deno.test("conv() sums window times kernel: d2l's 3x3 example gives 19, 25, 37, 43", () => {
  const steps = pipeline(input(3, 3, 1), conv(1, { kernel: 2 }));
  const given = { "conv1/kernel": [0, 1, 2, 3], "conv1/bias": [0] };
  assertEquals(forward(steps, nine, { given }).data, [19, 25, 37, 43]);
});

Deno.test("conv() sums over channels, adds the bias and then activates", () => {
  const steps = pipeline(input(1, 1, 2), conv(2, { kernel: 1, activation: "relu" }));
  // Kernel [1, 1, in 2, out 2]: filter 0 is 1·x0 + 3·x1, filter 1 is 2·x0 + 4·x1.
  const given = { "conv1/kernel": [1, 2, 3, 4], "conv1/bias": [-100, 1] };
  assertEquals(forward(steps, [5, 6], { given }).data, [0, 35]);
});

Deno.test("conv() without bias has only its kernel", () => {
  const steps = pipeline(input(3, 3, 1), conv(1, { kernel: 3, bias: false, padding: "same" }));
  const given = { "conv1/kernel": [0, 0, 0, 0, 1, 0, 0, 0, 0] };
  assertEquals(forward(steps, nine, { given }).data, nine);
});

Deno.test("conv() skips with a stride and spreads with a dilation", () => {
  const kernel = { "conv1/kernel": [1, 0, 0, 1], "conv1/bias": [0] };
  const strided = pipeline(input(3, 3, 1), conv(1, { kernel: 2, stride: 1, dilation: 2 }));
  assertEquals(forward(strided, nine, { given: kernel }).data, [0 + 8]);
  const steps = pipeline(input(4, 4, 1), conv(1, { kernel: 2, stride: 2 }));
  const sixteen = Array.from({ length: 16 }, (_, i) => i);
  assertEquals(forward(steps, sixteen, { given: kernel }).data, [0 + 5, 2 + 7, 8 + 13, 10 + 15]);
});

Deno.test("conv() refuses a stride and a dilation at once", () => {
  assertEquals(
    assertThrows(() => conv(1, { kernel: 3, stride: 2, dilation: [1, 2] }), UserError).message,
    "conv: stride and dilation cannot both be above 1; leave one of them at 1",
  );
});

Deno.test("pool() takes the largest number, or the mean", () => {
  const x = [1, 2, 3, 4, 5, 6, 7, 8];
  assertEquals(forward(pipeline(input(2, 4, 1), pool(2)), x).data, [6, 8]);
  assertEquals(forward(pipeline(input(2, 4, 1), pool(2, { kind: "mean" })), x).data, [3.5, 5.5]);
});

Deno.test("pool() with padding same counts only what lies inside", () => {
  const steps = pipeline(input(1, 3, 1), pool([1, 2], { kind: "mean", padding: "same" }));
  assertEquals(forward(steps, [2, 4, 9]).data, [3, 9]);
});

Deno.test("globalPool() reduces each channel to its mean or maximum", () => {
  const x = [1, 10, 2, 20, 3, 30, 6, 40];
  assertEquals(forward(pipeline(input(2, 2, 2), globalPool()), x).data, [3, 25]);
  assertEquals(forward(pipeline(input(2, 2, 2), globalPool({ kind: "max" })), x), {
    shape: [1, 2],
    data: [6, 40],
    updates: {},
  });
});

Deno.test("flatten() keeps the order and leaves a vector alone", () => {
  const x = [1, 2, 3, 4, 5, 6];
  assertEquals(forward(pipeline(input(1, 3, 2), flatten()), x), {
    shape: [1, 6],
    data: x,
    updates: {},
  });
  assertEquals(forward(pipeline(input(6), flatten()), x).shape, [1, 6]);
});

Deno.test("dense() multiplies, adds the bias and activates", () => {
  const given = { "dense1/kernel": [1, 2, 3, 4], "dense1/bias": [10, -100] };
  assertEquals(forward(pipeline(input(2), dense(2)), [5, 6], { given }).data, [33, -66]);
  assertEquals(forward(pipeline(input(2), dense(2, "relu")), [5, 6], { given }).data, [33, 0]);
  const bare = pipeline(input(2), dense(1, { bias: false, name: "last" }));
  assertEquals(forward(bare, [5, 6], { given: { "last/kernel": [1, 2] } }).data, [17]);
});

Deno.test("activate() computes Keras's activations", () => {
  const apply = (name: Parameters<typeof activate>[0]) =>
    forward(pipeline(input(3), activate(name)), [-1, 0, 2]).data;
  assertEquals(apply("linear"), [-1, 0, 2]);
  assertEquals(apply("relu"), [0, 0, 2]);
  assertNear(apply("sigmoid"), [1 / (1 + Math.E), 0.5, 1 / (1 + Math.exp(-2))]);
  assertNear(apply("tanh"), [Math.tanh(-1), 0, Math.tanh(2)]);
  assertNear(apply("elu"), [1 / Math.E - 1, 0, 2]);
  const sum = Math.exp(-1) + 1 + Math.exp(2);
  assertNear(apply("softmax"), [Math.exp(-1) / sum, 1 / sum, Math.exp(2) / sum]);
});

const norm = pipeline(input(2), batchNorm({ epsilon: 1e-12, momentum: 0.75 }));
const statistics = { "batchNorm1/moving_mean": [1, 2], "batchNorm1/moving_variance": [4, 9] };
const learned = { "batchNorm1/gamma": [10, 100], "batchNorm1/beta": [1, 2] };

Deno.test("batchNorm() uses the moving statistics outside training", () => {
  const { data, updates } = forward(norm, [3, 5], { given: { ...statistics, ...learned } });
  assertNear(data, [10 * (3 - 1) / 2 + 1, 100 * (5 - 2) / 3 + 2]);
  assertEquals(updates, {});
});

Deno.test("batchNorm() uses the batch's mean and biased variance in training, and updates its statistics", () => {
  const { data, updates } = forward(norm, [1, 10, 5, 10], {
    batch: 2,
    training: true,
    given: { ...statistics, ...learned },
  });
  // Channel 0: mean 3, variance 4. Channel 1: mean 10, variance 0.
  assertNear(data, [10 * -1 + 1, 2, 10 * 1 + 1, 2], 1e-4);
  assertNear(updates["batchNorm1/moving_mean"] ?? [], [0.75 * 1 + 0.25 * 3, 0.75 * 2 + 0.25 * 10]);
  assertNear(updates["batchNorm1/moving_variance"] ?? [], [0.75 * 4 + 0.25 * 4, 0.75 * 9]);
});

Deno.test("batchNorm() normalises each channel of an image over batch, rows and columns", () => {
  const steps = pipeline(
    input(1, 2, 2),
    batchNorm({ epsilon: 1e-12, scale: false, center: false }),
  );
  const { data } = forward(steps, [0, 7, 2, 7, 4, 7, 6, 9], {
    batch: 2,
    training: true,
    given: { "batchNorm1/moving_mean": [0, 0], "batchNorm1/moving_variance": [1, 1] },
  });
  const deviation = Math.sqrt(5); // of 0, 2, 4, 6
  assertNear(
    [0, 2, 4, 6].map((i) => data[i] ?? NaN),
    [-3, -1, 1, 3].map((x) => x / deviation),
    1e-4,
  );
});

Deno.test("dropout() drops below its rate and scales the rest, only in training", () => {
  const steps = pipeline(input(4), dropout(0.25));
  const given = { "random/1": [0.1, 0.3, 0.9, 0.2] };
  assertNear(forward(steps, [3, 3, 6, 6], { training: true, given }).data, [0, 4, 8, 0]);
  assertEquals(forward(steps, [3, 3, 6, 6]).data, [3, 3, 6, 6]);
});
