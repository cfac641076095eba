/** Parallel parts: their names, weights, printed forms and results. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  batchNorm,
  branches,
  conv,
  dense,
  flatten,
  fromJSON,
  image,
  input,
  load,
  mermaid,
  pipeline,
  pool,
  sentence,
  StepError,
  stepNames,
  summary,
  summaryRows,
  train,
  UserError,
  weightsOf,
} from "../../dsl/mod.ts";
import { forward } from "./forward.ts";

/** The inception module 3a of Szegedy et al., 2015, table 1. */
const inception = branches(
  [conv(64, { kernel: 1 })],
  [conv(96, { kernel: 1 }), conv(128, { kernel: 3, padding: "same" })],
  [conv(16, { kernel: 1 }), conv(32, { kernel: 5, padding: "same" })],
  [pool(3, { stride: 1, padding: "same" }), conv(32, { kernel: 1 })],
  { name: "inception3a" },
);
const network = pipeline(input(28, 28, 192), conv(192, { kernel: 1 }), inception, pool(2));

Deno.test("branches() counts its steps with the others, as if they stood in one list", () => {
  assertEquals(stepNames(network), ["input1", "conv1", "inception3a", "pool2"]);
  assertEquals(
    weightsOf(network).filter(({ name }) => name === "kernel")
      .map(({ path, shape, stepIndex }) => `${stepIndex} ${path} ${shape.join("x")}`),
    [
      "1 conv1/kernel 1x1x192x192",
      "2 conv2/kernel 1x1x192x64",
      "2 conv3/kernel 1x1x192x96",
      "2 conv4/kernel 3x3x96x128",
      "2 conv5/kernel 1x1x192x16",
      "2 conv6/kernel 5x5x16x32",
      "2 conv7/kernel 1x1x192x32",
    ],
  );
});

Deno.test("branches() gives a part that is used twice two sets of weights", () => {
  const part = [conv(2, { kernel: 1, bias: false })] as const;
  const paths = weightsOf(pipeline(input(4, 4, 1), branches(part, part))).map(({ path }) => path);
  assertEquals(paths, ["conv1/kernel", "conv2/kernel"]);
});

Deno.test("branches() refuses a name that is given twice, wherever the two steps are", () => {
  const named = conv(2, { kernel: 1, name: "a" });
  assertEquals(
    assertThrows(() => pipeline(input(4, 4, 1), named, branches([pool(1)], [pool(1), named])))
      .message,
    'Cannot run step 3 (branches): branches: part 2, step 2: the name "a" is already taken by step 2; ' +
      "give one of the two another name",
  );
  assertEquals(
    assertThrows(() => pipeline(input(4, 4, 1), branches([named], [branches([named])]))).message,
    "Cannot run step 2 (branches): branches: part 2, step 1: branches: part 1, step 1: " +
      'the name "a" is already taken by step 2, part 1, step 1; give one of the two another name',
  );
});

Deno.test("branches() names the part and the step that does not fit", () => {
  const steps = [
    { step: "input", shape: [28, 28, 3] },
    { step: "branches", parts: [[], [{ step: "pool", size: 2 }, { step: "dense", units: 3 }]] },
  ];
  assertEquals(
    assertThrows(() => fromJSON({ convlab: 1, steps }), StepError).message,
    "Cannot run step 2 (branches): branches: part 2, step 2: dense needs a vector, " +
      "but the step before gives 14x14x3; put flatten() between them",
  );
});

Deno.test("branches() checks a size only once it is known", () => {
  const steps = pipeline(
    image("a.png", { channels: 1 }),
    branches([pool(2)], [conv(2, { kernel: 3 })]),
  );
  assertEquals(summaryRows(steps).at(-1)?.shape, [NaN, NaN, 3]);
  assertEquals(
    summaryRows(steps, { shape: [4, 4, 1], classes: 0 }).map(({ shape }) => shape.join("x")),
    ["2x2x1", "2x2x2", "2x2x3"],
  );
  assertEquals(
    assertThrows(() => summaryRows(steps, { shape: [9, 9, 1], classes: 0 })).message,
    "Cannot run step 2 (branches): branches: part 1 gives 4x4x1, but part 2 gives 7x7x2; " +
      "their rows and columns must agree",
  );
});

Deno.test("branches() refuses train or evaluate in a part, and an empty list of parts", () => {
  assertEquals(
    assertThrows(() => branches([flatten(), dense(2), train({ epochs: 1 })]), UserError).message,
    "branches.parts[0][2]: train ends a pipeline; put it at the end, not into a part",
  );
  assertEquals(
    assertThrows(() => branches(), UserError).message,
    "branches.parts: expected a list of at least 1, found []",
  );
});

Deno.test("summary() lists the layers of the parts, then Keras's Concatenate", () => {
  assertEquals(
    summaryRows(network).map(({ name, layer, shape, parameters }) =>
      `${name} ${layer} ${shape.join("x")} ${parameters}`
    ),
    [
      "conv1 Conv2D 28x28x192 37056",
      "conv2 Conv2D 28x28x64 12352",
      "conv3 Conv2D 28x28x96 18528",
      "conv4 Conv2D 28x28x128 110720",
      "conv5 Conv2D 28x28x16 3088",
      "conv6 Conv2D 28x28x32 12832",
      "pool1 MaxPooling2D 28x28x192 0",
      "conv7 Conv2D 28x28x32 6176",
      "inception3a Concatenate 28x28x256 0",
      "pool2 MaxPooling2D 14x14x256 0",
    ],
  );
  assert(summary(network).includes("│ inception3a (Concatenate)       │ (None, 28, 28, 256)"));
});

Deno.test("mermaid() forks at branches() and joins in its box", () => {
  const steps = pipeline(
    input(4, 4, 2),
    branches([], [], [conv(3, { kernel: 1 }), batchNorm()]),
    pool(2),
  );
  assertEquals(mermaid(steps).split("\n"), [
    "flowchart TD",
    '  s1["input1: input shape [4, 4, 2]"]',
    '  s2_3_1["conv1: conv filters 3, kernel 1"]',
    '  s2_3_2["batchNorm1: batchNorm"]',
    '  s2["branches1: branches parts input | input | conv → batchNorm"]',
    '  s3["pool1: pool size 2"]',
    "  s1 -->|4x4x2| s2_3_1",
    "  s2_3_1 -->|4x4x3| s2_3_2",
    "  s1 -->|4x4x2| s2",
    "  s1 -->|4x4x2| s2",
    "  s2_3_2 -->|4x4x3| s2",
    "  s2 -->|4x4x7| s3",
  ]);
});

Deno.test("sentence() shows a part by the kinds of its steps", () => {
  assertEquals(
    sentence(inception),
    "branches parts conv | conv → conv | conv → conv | pool → conv",
  );
});

Deno.test("branches() concatenates the channels of its parts, in their order", () => {
  const steps = pipeline(
    input(1, 2, 1),
    branches([conv(2, { kernel: 1, bias: false })], [], [pool(1)]),
  );
  const given = { "conv1/kernel": [10, 100] };
  assertEquals(forward(steps, [1, 2], { given }), {
    shape: [1, 1, 2, 4],
    data: [10, 100, 1, 1, 20, 200, 2, 2],
    updates: {},
  });
});

Deno.test("branches() joins vectors end to end", () => {
  const steps = pipeline(input(1, 2, 2), branches([flatten()], [pool([1, 2]), flatten()]));
  assertEquals(forward(steps, [1, 2, 3, 4]).data, [1, 2, 3, 4, 3, 4]);
});

Deno.test("batchNorm() in a part updates its statistics under its own name", () => {
  const steps = pipeline(input(2), branches([batchNorm({ momentum: 0.5 })], [batchNorm()]));
  const one = (n: number) => ({
    [`batchNorm${n}/gamma`]: [1, 1],
    [`batchNorm${n}/beta`]: [0, 0],
    [`batchNorm${n}/moving_mean`]: [0, 0],
    [`batchNorm${n}/moving_variance`]: [1, 1],
  });
  const { updates } = forward(steps, [2, 4, 6, 8], {
    batch: 2,
    training: true,
    given: { ...one(1), ...one(2) },
  });
  assertEquals(Object.keys(updates), [
    "batchNorm1/moving_mean",
    "batchNorm1/moving_variance",
    "batchNorm2/moving_mean",
    "batchNorm2/moving_variance",
  ]);
  assertEquals(updates["batchNorm1/moving_mean"], [2, 3]);
});

Deno.test("branches() passes the data set's number of classes on to train()", () => {
  pipeline(
    load("mnist"),
    branches([conv(2, { kernel: 3 })], [conv(2, { kernel: 3 })]),
    flatten(),
    dense(10, "softmax"),
    train({ epochs: 1 }),
  );
});
