/** InceptionV3, VGG16 and the word `pretrained`: names, parameters, shapes, what learns. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  dense,
  flatten,
  inferShapes,
  input,
  pipeline,
  pretrained,
  type Step,
  StepError,
  summary,
  summaryRows,
  summaryTotals,
  until,
  UserError,
  weightsOf,
} from "../../dsl/mod.ts";
import { inceptionV3 } from "../../dsl/networks/inception_v3.ts";
import { vgg16 } from "../../dsl/networks/vgg16.ts";
import { forward } from "./forward.ts";

/** The steps of a network up to the named one. */
const upTo = (steps: readonly Step[], name: string) =>
  steps.slice(0, steps.findIndex((step) => step.name === name) + 1);
const total = (steps: readonly Step[]) =>
  summaryTotals(summaryRows(pipeline(input(75, 75, 3), ...steps))).total;

Deno.test("inceptionV3() has Keras's number of parameters", () => {
  assertEquals(total(inceptionV3()), 21_802_784);
  assertEquals(total(upTo(inceptionV3(), "mixed7")), 8_975_264);
});

Deno.test("vgg16() has Keras's number of parameters", () => {
  assertEquals(total(vgg16()), 14_714_688);
  assertEquals(total(upTo(vgg16(), "block4_pool")), 7_635_264);
});

Deno.test("inceptionV3() has Keras's names, and the chapter's rows: 96, 96, 192", () => {
  const rows = summaryRows(pipeline(input(75, 75, 3), ...inceptionV3()));
  assertEquals(
    rows.slice(0, 8).map(({ name, shape, parameters }) => [name, ...shape, parameters]),
    [
      ["conv2d", 37, 37, 32, 864],
      ["batch_normalization", 37, 37, 32, 96],
      ["activation", 37, 37, 32, 0],
      ["conv2d_1", 35, 35, 32, 9216],
      ["batch_normalization_1", 35, 35, 32, 96],
      ["activation_1", 35, 35, 32, 0],
      ["conv2d_2", 35, 35, 64, 18432],
      ["batch_normalization_2", 35, 35, 64, 192],
    ],
  );
  const joined = rows.filter(({ layer }) => layer === "Concatenate");
  assertEquals(joined.map(({ name, shape }) => `${name} ${shape.join("x")}`), [
    "mixed0 7x7x256",
    "mixed1 7x7x288",
    "mixed2 7x7x288",
    "mixed3 3x3x768",
    "mixed4 3x3x768",
    "mixed5 3x3x768",
    "mixed6 3x3x768",
    "mixed7 3x3x768",
    "mixed8 1x1x1280",
    "mixed9_0 1x1x768",
    "concatenate 1x1x768",
    "mixed9 1x1x2048",
    "mixed9_1 1x1x768",
    "concatenate_1 1x1x768",
    "mixed10 1x1x2048",
  ]);
  // Keras has 94 convolutions, conv2d … conv2d_93, and as many batch norms and activations.
  for (const kind of ["conv2d", "batch_normalization", "activation"]) {
    const names = rows.map(({ name }) => name).filter((name) => name.replace(/_\d+$/, "") === kind);
    assertEquals(new Set(names).size, 94);
    assert(names.includes(`${kind}_93`));
  }
});

for (
  const [size, mixed2, mixed7, mixed10] of [[75, 7, 3, 1], [150, 16, 7, 3], [
    299,
    35,
    17,
    8,
  ]] as const
) {
  Deno.test(`inceptionV3() takes ${size}x${size} as Keras's does`, () => {
    const steps = inceptionV3();
    const all = inferShapes(pipeline(input(size, size, 3), ...steps));
    const rows = (name: string) => all[steps.findIndex((step) => step.name === name) + 1]?.shape[0];
    assertEquals([rows("mixed2"), rows("mixed7"), rows("mixed10")], [mixed2, mixed7, mixed10]);
  });
}

Deno.test("vgg16() has Keras's names", () => {
  assertEquals(
    vgg16().map(({ name }) => name).join(" "),
    [
      "block1_conv1 block1_conv2 block1_pool block2_conv1 block2_conv2 block2_pool",
      "block3_conv1 block3_conv2 block3_conv3 block3_pool",
      "block4_conv1 block4_conv2 block4_conv3 block4_pool",
      "block5_conv1 block5_conv2 block5_conv3 block5_pool",
    ].join(" "),
  );
});

const frozen = pipeline(
  input(75, 75, 3, { classes: 10 }),
  pretrained("inception-v3", { until: "mixed7" }),
  flatten(),
  dense(64, "relu"),
  dense(10, "softmax"),
);

Deno.test("pretrained() counts the chapter's parameters", () => {
  assertEquals(summaryTotals(summaryRows(frozen)), {
    total: 9_418_346,
    trainable: 443_082,
    nonTrainable: 8_975_264,
  });
  assert(summary(frozen).includes("│ batch_normalization_2 (BatchNormalization) "));
});

Deno.test("pretrained() learns from a named step on", () => {
  const steps = pipeline(
    input(75, 75, 3),
    pretrained("inception-v3", { until: "mixed7", trainable: { from: "mixed6" } }),
  );
  const learns = weightsOf(steps).filter(({ trainable }) => trainable).map(({ path }) => path);
  // mixed6 begins with the 51st convolution; each module has ten; moving statistics do not count.
  assertEquals(learns.length, 2 * 10 * 2);
  assertEquals(learns.slice(0, 2), ["conv2d_50/kernel", "batch_normalization_50/beta"]);
  assertEquals(
    weightsOf(steps).map(({ path }) => path),
    weightsOf(frozen).slice(0, 280).map(({ path }) => path),
  );
});

Deno.test("pretrained() learns everything if trainable is true", () => {
  const steps = pipeline(input(75, 75, 3), pretrained("vgg16", { trainable: true }));
  assertEquals(summaryTotals(summaryRows(steps)).trainable, 14_714_688);
});

Deno.test("until() cuts inside pretrained(), frozen or not", () => {
  for (const trainable of [false, true, { from: "mixed3" }, { from: "mixed1" }]) {
    const whole = pipeline(input(75, 75, 3), pretrained("inception-v3", { trainable }));
    const cut = until(whole, "mixed2");
    const learns = trainable === true ||
      (typeof trainable === "object" && trainable.from === "mixed1");
    assertEquals(JSON.parse(JSON.stringify(cut)).steps[1], {
      step: "pretrained",
      network: "inception-v3",
      until: "mixed2",
      ...(learns && { trainable }),
    });
    assertEquals([...inferShapes(cut).at(-1)!.shape], [7, 7, 288]);
  }
});

Deno.test("pretrained() computes what its steps compute", () => {
  const x = Array.from({ length: 8 * 8 * 3 }, (_, i) => Math.sin(i));
  const steps = upTo(vgg16(), "block1_pool");
  const plain = pipeline(input(8, 8, 3), ...steps);
  const word = pipeline(input(8, 8, 3), pretrained("vgg16", { until: "block1_pool" }));
  const given = Object.fromEntries(
    weightsOf(plain).map(({ path, shape }) => [
      path,
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.cos(i) / 9),
    ]),
  );
  assertEquals(forward(word, x, { given }).data, forward(plain, x, { given }).data);
});

const refused: readonly [string, () => unknown, string][] = [
  [
    "a step that the network has not",
    () => pretrained("inception-v3", { until: "mixed77" }),
    "pretrained.until: expected the name of a step such as mixed8, mixed9, mixed10, " +
    'found "mixed77"; did you mean "mixed7"?',
  ],
  [
    "a step inside a module",
    () => pretrained("inception-v3", { until: "conv2d_40" }),
    "pretrained.until: expected the name of a step such as mixed8, mixed9, mixed10, " +
    'found "conv2d_40"; did you mean "conv2d_4"?',
  ],
  [
    "learning from a step behind the cut",
    () => pretrained("vgg16", { until: "block1_pool", trainable: { from: "block5_pool" } }),
    "pretrained.trainable.from: expected the name of a step such as block1_conv1, block1_conv2, " +
    'block1_pool, found "block5_pool"; did you mean "block1_pool"?',
  ],
  [
    "learning from nowhere",
    () => pretrained.definition.create({ network: "vgg16", trainable: { since: "block5_pool" } }),
    "pretrained.trainable: expected true, false or { from: the name of a step }, " +
    'found {"since":"block5_pool"}',
  ],
  [
    "a network that it does not know",
    () => pretrained.definition.create({ network: "vgg19" }),
    'pretrained.network: expected inception-v3, vgg16, found "vgg19"; did you mean "vgg16"?',
  ],
];
for (const [what, make, sentence] of refused) {
  Deno.test(`pretrained() refuses ${what}`, () => {
    assertEquals(assertThrows(make, UserError).message, sentence);
  });
}

Deno.test("pretrained() computes the least image size for a step that the compiler has no stage for", () => {
  const steps: Step[] = [input(18, 18, 3), pretrained("inception-v3", { until: "conv2d_4" })];
  assertEquals(
    assertThrows(() => pipeline(...steps), StepError).message,
    "Cannot run step 2 (pretrained): pretrained: inception-v3 to conv2d_4 needs an image of at " +
      "least 19x19, but the step before gives 18x18x3; put resize() between them",
  );
});
