import { assert, assertEquals, assertThrows } from "@std/assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  activate,
  adam,
  batchNorm,
  box,
  categoricalCrossentropy,
  channel,
  conv,
  defineStep,
  dense,
  dropout,
  evaluate,
  expect,
  filter,
  flatten,
  FlowError,
  fromJSON,
  globalPool,
  grayscale,
  image,
  input,
  load,
  normalize,
  type Pipeline,
  pipeline,
  pool,
  resize,
  rmsprop,
  schema,
  sgd,
  toRgb,
  train,
  UserError,
  whole,
} from "../../dsl/mod.ts";
import * as words from "../../dsl/words.ts";

const examples: readonly Pipeline[] = [
  pipeline(
    load("fashion-mnist"),
    normalize(),
    conv(64, { kernel: 3, padding: "same", name: "first" }),
    pool(2),
    flatten(),
    dropout(0.2),
    dense(10, "softmax"),
    train({ epochs: 20, validationSplit: 0.25 }),
    evaluate(),
  ),
  pipeline(
    image("photo.png", { channels: 3 }),
    grayscale(),
    toRgb(),
    channel(1),
    filter(box(3), { stride: [1, 2], padding: "same" }),
    resize(75, 75, { method: "nearest", antialias: true }),
    normalize({ range: [-1, 1] }),
    expect(75, 75, 1),
  ),
  pipeline(
    input(12, 10, 2, { classes: 4 }),
    normalize({ mean: [1, 2], std: 3 }),
    conv(4, { kernel: [3, 1], stride: 2, bias: false, activation: "elu", initializer: "heNormal" }),
    conv(4, { kernel: 2, dilation: [2, 1], padding: "same" }),
    batchNorm({ momentum: 0.9, scale: false }),
    activate("relu"),
    pool([2, 1], { kind: "mean", stride: 1 }),
    globalPool({ kind: "max" }),
    dense(4, { activation: "softmax", bias: false, name: "scores" }),
    train({
      epochs: 3,
      batchSize: 8,
      shuffle: false,
      optimizer: rmsprop({ learningRate: 5e-4 }),
      loss: categoricalCrossentropy(),
    }),
  ),
  pipeline(
    input(3),
    dense(1),
    train({ epochs: 1, optimizer: sgd(), loss: categoricalCrossentropy() }),
  ),
  pipeline(input(3), normalize({ scale: 2, offset: 1 })),
];

const throughText = (p: Pipeline) => JSON.parse(JSON.stringify(p));

Deno.test("fromJSON() gives back an equal pipeline", () => {
  for (const example of examples) assertEquals<unknown>(fromJSON(throughText(example)), example);
});

Deno.test("fromJSON() gives back steps that do the same", () => {
  for (const example of examples) {
    assertEquals(JSON.stringify(fromJSON(throughText(example))), JSON.stringify(example));
  }
});

Deno.test("the examples use every word", () => {
  const used = new Set(examples.flatMap(({ steps }) => steps.map(({ kind }) => kind)));
  assertEquals([...used].sort(), Object.keys(words).sort());
});

Deno.test("JSON.stringify() leaves defaults out and writes a square as one number", () => {
  const p = pipeline(
    input(8, 8, 1),
    conv(2, { kernel: [3, 3], stride: 1, bias: true }),
    flatten(),
    dense(3),
    train({ epochs: 1, optimizer: adam({ beta1: 0.8, beta2: 0.999 }) }),
  );
  assertEquals<unknown>(throughText(p), {
    convlab: 1,
    steps: [
      { step: "input", shape: [8, 8, 1] },
      { step: "conv", filters: 2, kernel: 3 },
      { step: "flatten" },
      { step: "dense", units: 3 },
      { step: "train", epochs: 1, optimizer: { kind: "adam", beta1: 0.8 } },
    ],
  });
});

Deno.test("fromJSON() takes an optimizer or a loss by its kind alone", () => {
  const p = fromJSON({
    convlab: 1,
    steps: [
      { step: "input", shape: [3] },
      { step: "dense", units: 1 },
      { step: "train", epochs: 1, optimizer: "rmsprop", loss: { kind: "meanSquaredError" } },
    ],
  });
  assertEquals(throughText(p).steps[2], {
    step: "train",
    epochs: 1,
    optimizer: "rmsprop",
    loss: "meanSquaredError",
  });
});

/** A pipeline whose second step is this. */
const second = (step: unknown) => ({
  convlab: 1,
  steps: [{ step: "input", shape: [8, 8, 3] }, step],
});

const known = Object.values(words).map(({ word }) => word.kind).join(", ");

/** Wrong JSON, its sentence, and whether the schema can see what is wrong. */
const wrong: readonly (readonly [unknown, string, "schema" | "shapes"])[] = [
  [[], 'expected a pipeline { "convlab": 1, "steps": [...] }, found []', "schema"],
  [{ steps: [] }, "convlab: expected 1, found nothing", "schema"],
  [{ convlab: 2, steps: [] }, "convlab: expected 1, found 2", "schema"],
  [{ convlab: 1 }, "steps: expected a list of at least 1 step, found nothing", "schema"],
  [{ convlab: 1, steps: [] }, "steps: expected a list of at least 1 step, found []", "schema"],
  [
    { convlab: 1, steps: [], step: 1 },
    "step: a pipeline has no such field, only convlab and steps",
    "schema",
  ],
  [second(null), 'steps[1]: expected a step { "step": "conv", ... }, found null', "schema"],
  [
    second({ step: "konv" }),
    `steps[1].step: there is no step "konv", did you mean "conv"?, known are ${known}`,
    "schema",
  ],
  [second({}), `steps[1].step: there is no step nothing, known are ${known}`, "schema"],
  [
    second({ step: "conv", filters: "64", kernel: 3 }),
    'steps[1].filters: expected a whole number of at least 1, found "64"',
    "schema",
  ],
  [
    second({ step: "conv", filters: 0, kernel: 3 }),
    "steps[1].filters: expected a whole number of at least 1, found 0",
    "schema",
  ],
  [
    second({ step: "conv", filters: 6 }),
    "steps[1].kernel: expected a whole number of at least 1, or two of them [rows, columns], found nothing",
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: [3, 3, 3] }),
    "steps[1].kernel: expected a whole number of at least 1, or two of them [rows, columns], found [3,3,3]",
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, paddding: "same" }),
    'steps[1].paddding: conv has no such field, did you mean "padding"?',
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, padding: "full" }),
    'steps[1].padding: expected valid, same, found "full"',
    "schema",
  ],
  [
    second({ step: "conv", filters: 6, kernel: 3, bias: 1 }),
    "steps[1].bias: expected true or false, found 1",
    "schema",
  ],
  [
    second({ step: "dropout", rate: 1 }),
    "steps[1].rate: expected a number of at least 0 and below 1, found 1",
    "schema",
  ],
  [
    second({ step: "dropout", rate: 0.5, name: "a/b" }),
    'steps[1].name: expected a name of letters, digits, - and _ that begins with a letter, found "a/b"',
    "schema",
  ],
  [
    second({ step: "filter", kernel: [[1, null]] }),
    "steps[1].kernel[0][1]: expected a number, found null",
    "schema",
  ],
  [
    second({ step: "train", epochs: 1, optimizer: "adamm" }),
    'steps[1].optimizer: expected an optimizer (adam, rmsprop, sgd), found "adamm"',
    "schema",
  ],
  [
    second({ step: "train", epochs: 1, optimizer: { kind: "adam", learningRate: 0 } }),
    "steps[1].optimizer.learningRate: expected a number above 0, found 0",
    "schema",
  ],
  [
    second({ step: "filter", kernel: [[1, 2], [3]] }),
    "steps[1].kernel[1]: expected 2 numbers like the first row, found 1",
    "shapes",
  ],
  [
    second({ step: "conv", filters: 1, kernel: 3, stride: 2, dilation: 2 }),
    "steps[1]: stride and dilation cannot both be above 1, leave one at 1",
    "shapes",
  ],
  [
    second({ step: "normalize", scale: 1, range: [0, 1] }),
    "steps[1]: expected scale and offset, or mean and std, or range alone",
    "shapes",
  ],
  [
    { convlab: 1, steps: [{ step: "input", shape: [8, 8] }] },
    "steps[0].shape: expected [length] or [height, width, channels], found [8,8]",
    "shapes",
  ],
];

for (const [value, sentence] of wrong) {
  Deno.test(`fromJSON() says: ${sentence.slice(0, 70)}`, () => {
    assertEquals(assertThrows(() => fromJSON(value), UserError).message, sentence);
  });
}

Deno.test("fromJSON() begins its sentences with the file's name where it has one", () => {
  const { message } = assertThrows(() =>
    fromJSON(second({ step: "dense", units: -1 }), { from: "a.json" })
  );
  assertEquals(message, "a.json: steps[1].units: expected a whole number of at least 1, found -1");
});

Deno.test("fromJSON() checks shapes as pipeline() does", () => {
  const { message } = assertThrows(() => fromJSON(second({ step: "dense", units: 3 })), FlowError);
  assertEquals(
    message,
    "Cannot run step 2 (dense): dense needs a vector: the step before gives 8x8x3, put flatten() between",
  );
});

Deno.test("fromJSON() reads a lab's own steps when it is told of them", () => {
  const shrink = defineStep("shrink", { by: whole(2) }, ({ by }) => ({
    flow: ({ shape, classes }) => ({ shape: shape.map((n) => Math.ceil(n / by)), classes }),
  }));
  const p = pipeline(input(9, 9, 4), shrink.make({ by: 4 }));
  assertEquals<unknown>(fromJSON(throughText(p), { words: [shrink] }), p);
  assertEquals<unknown>(throughText(p).steps[1], { step: "shrink", by: 4 });
});

Deno.test("a call is checked like JSON, with the word in the sentence", () => {
  const { message } = assertThrows(() => conv(0, { kernel: 3 }), UserError);
  assertEquals(message, "conv.filters: expected a whole number of at least 1, found 0");
});

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema());

Deno.test("schema() accepts every example", () => {
  for (const example of examples) {
    assert(validate(throughText(example)), JSON.stringify(validate.errors));
  }
});

Deno.test("schema() refuses what fromJSON() refuses, but for what needs several fields at once", () => {
  for (const [value, sentence, seen] of wrong) {
    assertEquals(validate(value), seen === "shapes", sentence);
  }
});

Deno.test("dsl/pipeline.schema.json is current (deno run -A tools/write_schema.ts)", async () => {
  const file = new URL("../../dsl/pipeline.schema.json", import.meta.url);
  assertEquals<unknown>(
    JSON.parse(await Deno.readTextFile(file)),
    JSON.parse(JSON.stringify(schema())),
  );
});
