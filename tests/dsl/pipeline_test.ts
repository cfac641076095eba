import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  conv,
  dense,
  evaluate,
  flatten,
  fromJSON,
  image,
  inferShapes,
  input,
  inputSpecs,
  load,
  meanSquaredError,
  normalize,
  pipeline,
  pool,
  rule,
  StepError,
  stepNames,
  train,
  UserError,
  weightsOf,
} from "../../dsl/mod.ts";

const small = pipeline(
  load("fashion-mnist"),
  conv(16, { kernel: 3, padding: "same" }),
  pool(2),
  conv(8, { kernel: 3, name: "second" }),
  flatten(),
  dense(10),
);

Deno.test("pipeline() returns frozen data that compares as its steps alone", () => {
  assert(Object.isFrozen(small) && Object.isFrozen(small.steps) && Object.isFrozen(small.steps[1]));
  assertEquals(Object.keys(small), ["steps"]);
  assertEquals<unknown>({ ...small.steps[2] }, {
    kind: "pool",
    size: [2, 2],
    of: "max",
    padding: "valid",
  });
  assertEquals(Object.getOwnPropertyDescriptor(small.steps[2], rule)?.enumerable, false);
});

Deno.test("pipeline() returns equal data for equal steps, and different data for others", () => {
  assertEquals(pipeline(load("mnist"), pool(2)), pipeline(load("mnist"), pool([2, 2])));
  const [two, three] = [pipeline(load("mnist"), pool(2)), pipeline(load("mnist"), pool(3))];
  assertThrows(() => assertEquals<unknown>(two, three));
});

Deno.test("pipeline() names the step and its kind in the error", () => {
  const error = assertThrows(
    () =>
      fromJSON({
        convlab: 1,
        steps: [
          { step: "load", dataset: "fashion-mnist" },
          { step: "pool", size: 4 },
          { step: "normalize" },
          { step: "dense", units: 10 },
        ],
      }),
    StepError,
  );
  assert(error instanceof UserError);
  assertEquals(error.step, 4);
  assertEquals(
    error.message,
    "Cannot run step 4 (dense): dense needs a vector, but the step before gives 7x7x1; put flatten() between them",
  );
});

Deno.test("pipeline() refuses to train if there is nothing to learn", () => {
  assertEquals(
    assertThrows(() =>
      pipeline(input(8, 8, 1), pool(2), train({ epochs: 1, loss: meanSquaredError() }))
    ).message,
    "Cannot run step 3 (train): train: there is nothing to learn, because the steps before it have 0 parameters; add conv() or dense()",
  );
});

Deno.test("pipeline() refuses a step after the end", () => {
  assertEquals(
    assertThrows(() =>
      pipeline(load("mnist"), flatten(), dense(10, "softmax"), train({ epochs: 1 }), normalize())
    ).message,
    "Cannot run step 5 (normalize): normalize stands after train; put it before",
  );
  pipeline(load("mnist"), flatten(), dense(10, "softmax"), train({ epochs: 1 }), evaluate());
});

Deno.test("pipeline() refuses a name that is given twice, even if one is a default name", () => {
  assertEquals(
    assertThrows(() => pipeline(load("mnist"), pool(2, { name: "a" }), pool(2, { name: "a" })))
      .message,
    'Cannot run step 3 (pool): the name "a" is already taken by step 2; give one of the two another name',
  );
  assertEquals(
    assertThrows(() => pipeline(load("mnist"), pool(2, { name: "pool2" }), pool(2))).message,
    'Cannot run step 3 (pool): the name "pool2" is already taken by step 2; give one of the two another name',
  );
});

Deno.test("pipeline() says what it was given in the place of a step, and what to write", () => {
  // Plain JavaScript has no compiler that would see these mistakes.
  const untyped: (...given: unknown[]) => unknown = pipeline as () => unknown;
  const mnist = load("mnist");
  const cases: [given: unknown[], sentence: string][] = [
    [
      [mnist, flatten],
      "2 (flatten): expected a step, found the function flatten; call it: flatten()",
    ],
    [
      [[mnist, flatten()]],
      "1 (list): expected a step, found a list of 2; write ... before it: pipeline(...list)",
    ],
    [
      [undefined],
      "1 (undefined): expected a step, found nothing; give what load(), conv(), dense() … return",
    ],
    [["pool"], `1 (string): expected a step, found the text "pool"; call the step's function`],
    [[{ step: "pool" }], "1 (object): expected a step, found JSON; read it with fromJSON()"],
    [
      [pipeline(mnist), flatten()],
      "1 (object): expected a step, found a pipeline; write ...p.steps to put its steps there",
    ],
    [
      Array(10_001).fill(flatten()),
      "10001 (flatten): a pipeline has at most 10000 steps, but this one has 10001; leave out some",
    ],
  ];
  for (const [given, sentence] of cases) {
    assertEquals(
      assertThrows(() => untyped(...given), StepError).message,
      `Cannot run step ${sentence}`,
    );
  }
});

Deno.test("stepNames() counts each kind from 1 and keeps given names", () => {
  assertEquals(stepNames(small), ["load1", "conv1", "pool1", "second", "flatten1", "dense1"]);
});

Deno.test("inferShapes() gives the shape and the classes after each step", () => {
  assertEquals(inferShapes(small).map(({ shape, classes }) => `${shape.join("x")}/${classes}`), [
    "28x28x1/10",
    "28x28x16/10",
    "14x14x16/10",
    "12x12x8/10",
    "1152/10",
    "10/10",
  ]);
});

Deno.test("inputSpecs() gives the input of each step", () => {
  assertEquals(inputSpecs(small).map(({ shape }) => shape.join("x")), [
    "",
    "28x28x1",
    "28x28x16",
    "14x14x16",
    "12x12x8",
    "1152",
  ]);
});

Deno.test("inferShapes() begins with the given input if the first step is no source", () => {
  const part = { steps: [conv(4, { kernel: 3 }), pool(2)] };
  assertEquals(inferShapes(part, { shape: [9, 9, 3], classes: 2 }).at(-1), {
    shape: [3, 3, 4],
    classes: 2,
  });
  assertEquals(
    assertThrows(() => inferShapes(part, { shape: [9], classes: 2 }), StepError).message,
    "Cannot run step 1 (conv): conv needs an image (height, width, channels), but the step before gives 9",
  );
});

Deno.test("inferShapes() leaves sizes unknown until the image is read, then checks them", () => {
  const steps = pipeline(image("david.png", { channels: 2 }), conv(4, { kernel: 3 }));
  assertEquals(inferShapes(steps).at(-1)?.shape, [NaN, NaN, 4]);
  assertEquals(inferShapes(steps, { shape: [109, 120, 2], classes: 0 }).at(-1)?.shape, [
    107,
    118,
    4,
  ]);
  assertEquals(
    assertThrows(() => inferShapes(steps, { shape: [533, 800, 3], classes: 0 })).message,
    "Cannot run step 1 (image): image: expected ?x?x2, found 533x800x3 in the data",
  );
  assertEquals(
    assertThrows(() => inferShapes(steps, { shape: [2, 800, 2], classes: 0 })).message,
    "Cannot run step 2 (conv): conv: a 3x3 kernel does not fit into 2x800; use a smaller kernel or padding same",
  );
});

Deno.test("weightsOf() names the weights by their step", () => {
  assertEquals(
    weightsOf(small).map(({ path, shape, stepIndex }) => `${stepIndex} ${path} ${shape.join("x")}`),
    [
      "1 conv1/kernel 3x3x1x16",
      "1 conv1/bias 16",
      "3 second/kernel 3x3x16x8",
      "3 second/bias 8",
      "5 dense1/kernel 1152x10",
      "5 dense1/bias 10",
    ],
  );
});
