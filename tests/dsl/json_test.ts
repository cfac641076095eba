import { assert, assertEquals, assertThrows } from "@std/assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  adam,
  conv,
  defineStep,
  dense,
  fields,
  flatten,
  fromJSON,
  input,
  type Pipeline,
  pipeline,
  schema,
  StepError,
  train,
  UserError,
} from "../../dsl/mod.ts";
import { examples, second, wrong } from "./json_cases.ts";
import * as words from "../../dsl/words.ts";

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
    dense(3, "softmax"),
    train({ epochs: 1, optimizer: adam({ beta1: 0.8, beta2: 0.999 }) }),
  );
  assertEquals<unknown>(throughText(p), {
    convlab: 1,
    steps: [
      { step: "input", shape: [8, 8, 1] },
      { step: "conv", filters: 2, kernel: 3 },
      { step: "flatten" },
      { step: "dense", units: 3, activation: "softmax" },
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

for (const [value, sentence] of wrong) {
  Deno.test(`fromJSON() says: ${sentence.slice(0, 70)}`, () => {
    assertEquals(assertThrows(() => fromJSON(value), UserError).message, sentence);
  });
}

Deno.test("fromJSON() begins its messages with the file's name if it is given one", () => {
  const { message } = assertThrows(() =>
    fromJSON(second({ step: "dense", units: -1 }), { from: "a.json" })
  );
  assertEquals(message, "a.json: steps[1].units: expected a whole number of at least 1, found -1");
});

Deno.test("fromJSON() checks shapes as pipeline() does", () => {
  const { message } = assertThrows(() => fromJSON(second({ step: "dense", units: 3 })), StepError);
  assertEquals(
    message,
    "Cannot run step 2 (dense): dense needs a vector, but the step before gives 8x8x3; put flatten() between them",
  );
});

Deno.test("fromJSON() names the file if the steps do not fit together", () => {
  const wrongly = second({ step: "dense", units: 3 });
  assertEquals(
    assertThrows(() => fromJSON(wrongly, { from: "a.json" }), StepError).message,
    "a.json: Cannot run step 2 (dense): dense needs a vector, but the step before gives 8x8x3; put flatten() between them",
  );
});

Deno.test("fromJSON() reads a lab's own steps if they are passed to it", () => {
  const shrink = defineStep("shrink", { by: fields.wholeNumber(2) }, ({ by }) => ({
    outputSpec: ({ shape, classes }) => ({ shape: shape.map((n) => Math.ceil(n / by)), classes }),
  }));
  const p = pipeline(input(9, 9, 4), shrink.create({ by: 4 }));
  assertEquals<unknown>(fromJSON(throughText(p), { words: [shrink] }), p);
  assertEquals<unknown>(throughText(p).steps[1], { step: "shrink", by: 4 });
});

Deno.test("conv() is checked like JSON, with the word as the path", () => {
  const { message } = assertThrows(() => conv(0, { kernel: 3 }), UserError);
  assertEquals(message, "conv.filters: expected a whole number of at least 1, found 0");
});

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema());

Deno.test("fromJSON() refuses a depth and a number of steps that no network has", () => {
  const nested = (depth: number): unknown =>
    JSON.parse('{"step":"branches","parts":[['.repeat(depth) + "]]}".repeat(depth));
  const refused = (...steps: unknown[]) =>
    assertThrows(
      () => fromJSON({ convlab: 1, steps: [{ step: "input", shape: [2] }, ...steps] }),
      UserError,
    )
      .message;
  assertEquals(
    refused(nested(100_000)),
    "expected lists and objects nested at most 100 deep, found more; write it flat",
  );
  const many = Array(10_000).fill({ step: "flatten" });
  assertEquals(
    refused(...many),
    "steps[10000]: a pipeline has at most 10000 steps; leave out some",
  );
  assertEquals(
    refused({ step: "branches", parts: [many] }),
    "steps[1].parts[0][9998]: a pipeline has at most 10000 steps; leave out some",
  );
  fromJSON({ convlab: 1, steps: [{ step: "input", shape: [2] }, nested(30)] });
});

Deno.test("schema() accepts every example", () => {
  for (const example of examples) {
    assert(validate(throughText(example)), JSON.stringify(validate.errors));
  }
});

/** Pipelines as earlier versions wrote them: never rewritten when the language changes. */
const saved: Readonly<Record<string, { readonly convlab: number }>> = JSON.parse(
  await Deno.readTextFile(new URL("saved_pipelines.json", import.meta.url)),
);

/** Of these, the ones whose training could not work, and why they are refused since. */
const refusedSince: Readonly<Record<string, string>> = {
  "example 4":
    "Cannot run step 3 (train): train: the loss takes probabilities, but the last step ends in " +
    "linear; end it in softmax, or give the loss { fromLogits: true }",
};

Deno.test("fromJSON() reads every pipeline that an earlier version saved, and writes it the same", () => {
  for (const [name, json] of Object.entries(saved)) {
    const sentence = refusedSince[name];
    if (sentence !== undefined) {
      assertEquals(assertThrows(() => fromJSON(json), StepError).message, sentence);
    } else assertEquals(throughText(fromJSON(json)), json, name);
  }
});

Deno.test("schema() accepts every pipeline that an earlier version saved", () => {
  assert(Object.keys(saved).length >= 20);
  for (const [name, json] of Object.entries(saved)) {
    assert(validate(json), `${name}: ${JSON.stringify(validate.errors)}`);
  }
});

Deno.test("schema() refuses what fromJSON() refuses, except for rules about several fields at once", () => {
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
