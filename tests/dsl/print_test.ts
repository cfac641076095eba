import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  adam,
  batchNorm,
  conv,
  dense,
  dropout,
  filter,
  flatten,
  image,
  input,
  laplacian,
  load,
  mermaid,
  normalize,
  pipeline,
  pool,
  sentence,
  summary,
  summaryRows,
  train,
} from "../../dsl/mod.ts";

// Lab 10's model; the numbers are the chapter's.
const cnn = pipeline(
  load("fashion-mnist"),
  conv(64, { kernel: 3, padding: "same" }),
  pool(2),
  conv(32, { kernel: 3, padding: "same" }),
  pool(2),
  conv(16, { kernel: 3, padding: "same" }),
  flatten(),
  dense(256, "relu"),
  dense(128, "relu"),
  dense(10, "softmax"),
  train({ epochs: 20, optimizer: adam({ learningRate: 0.01 }) }),
);

Deno.test("summaryRows() gives the chapter's table row by row", () => {
  assertEquals(
    summaryRows(cnn).map(({ layer, shape, parameters }) =>
      `${layer} ${shape.join("x")} ${parameters}`
    ),
    [
      "Conv2D 28x28x64 640",
      "MaxPooling2D 14x14x64 0",
      "Conv2D 14x14x32 18464",
      "MaxPooling2D 7x7x32 0",
      "Conv2D 7x7x16 4624",
      "Flatten 784 0",
      "Dense 256 200960",
      "Dense 128 32896",
      "Dense 10 1290",
    ],
  );
});

Deno.test("summary() prints as Keras does", () => {
  const lines = summary(pipeline(input(8, 8, 1), conv(4, { kernel: 3 }), batchNorm())).split("\n");
  assertEquals(lines, [
    "┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓",
    "┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃",
    "┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩",
    "│ conv1 (Conv2D)                  │ (None, 6, 6, 4)        │            40 │",
    "├─────────────────────────────────┼────────────────────────┼───────────────┤",
    "│ batchNorm1 (BatchNormalization) │ (None, 6, 6, 4)        │            16 │",
    "└─────────────────────────────────┴────────────────────────┴───────────────┘",
    " Total params: 56 (224.00 B)",
    " Trainable params: 48 (192.00 B)",
    " Non-trainable params: 8 (32.00 B)",
  ]);
});

Deno.test("summary() counts the parameters of the chapter's model", () => {
  assertStringIncludes(summary(cnn), " Total params: 258,874 (1011.23 KB)");
  assertStringIncludes(summary(cnn), " Trainable params: 258,874 (1011.23 KB)");
  assertStringIncludes(summary(cnn), " Non-trainable params: 0 (0.00 B)");
});

Deno.test("summary() shows ? for what is not known before the image is read", () => {
  const steps = pipeline(image("a.png"), conv(4, { kernel: 3 }));
  assertStringIncludes(summary(steps), "│ (None, ?, ?, 4)        │             ? │");
  assertStringIncludes(
    summary(steps, { shape: [109, 120, 2], classes: 0 }),
    "│ (None, 107, 118, 4)    │            76 │",
  );
});

Deno.test("mermaid() keeps a hostile path inside its box", () => {
  const path = '`x`"]\nclick s1 "javascript:a"\u2028#quot;';
  const [, box, ...rest] = mermaid(pipeline(image(path, { height: 9, width: 9, channels: 1 })))
    .split("\n");
  assertEquals(
    box,
    '  s1["image1: image file #96;x#96;#quot;]\\u000aclick s1 #quot;javascript:a#quot;\\u2028#35;quot;, ' +
      'height 9, width 9, channels 1"]',
  );
  assertEquals(rest, []);
});

Deno.test("mermaid() draws one box per step and the shapes between them", () => {
  const steps = pipeline(
    image('a "b" <c>.png', { height: 9, width: 9, channels: 1 }),
    normalize(),
    filter(laplacian()),
  );
  assertEquals(mermaid(steps).split("\n"), [
    "flowchart TD",
    '  s1["image1: image file a #quot;b#quot; #lt;c#gt;.png, height 9, width 9, channels 1"]',
    '  s2["normalize1: normalize"]',
    '  s3["filter1: filter kernel 3x3"]',
    "  s1 -->|9x9x1| s2",
    "  s2 -->|9x9x1| s3",
  ]);
});

Deno.test("sentence() shows a step in one line", () => {
  assertEquals(cnn.steps.map(sentence).slice(1, 3), [
    "conv filters 64, kernel 3, padding same",
    "pool size 2",
  ]);
  assertEquals(sentence(cnn.steps.at(-1)!), "train epochs 20, optimizer adam learningRate 0.01");
  assertEquals(sentence(dropout(0.2)), "dropout rate 0.2");
  assertEquals(sentence(normalize({ range: [-1, 1] })), "normalize range [-1, 1]");
  assertEquals(sentence(filter(laplacian(), { name: "edges" })), "filter kernel 3x3");
});
