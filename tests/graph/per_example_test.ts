import { assertEquals } from "@std/assert";
import { apply, type Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { perExample } from "../../core/graph/per_example.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { build } from "../../core/model/build.ts";
import * as dsl from "../../dsl/mod.ts";

const BATCH = 6;
const ops = graphOps();
const x = apply(input, [], { name: "x", shape: [BATCH, 4, 4, 2] });
const flat = ops.reshape(x, [BATCH, 32]);
const leaf = (name: string, ...shape: number[]): Node => apply(variable, [], { name, shape });

const APART: Readonly<Record<string, Node>> = {
  "arithmetic with weights": ops.add(ops.mul(x, leaf("w", 4, 2)), leaf("b", 1, 4, 4, 2)),
  "arithmetic of rows": ops.sub(x, ops.relu(x)),
  "a product with weights": ops.matmul(flat, leaf("w", 32, 3)),
  "a convolution": ops.conv2d(x, leaf("w", 3, 3, 2, 5)),
  "a pooling": ops.maxPool(x, { size: [2, 2], stride: [2, 2], padding: "valid" }),
  "a sum over pixels": ops.sum(x, [1, 2]),
  "softmax of rows": ops.softmax(flat),
  "pixels as rows of their own": ops.reshape(x, [BATCH * 16, 2]),
  "exchanged columns": ops.transpose(x, [0, 2, 1, 3]),
  "a cut and a padding inside of each example": ops.pad(
    ops.slice(x, [0, 1, 0, 0], [BATCH, 2, 4, 2]),
    [0, 1, 0, 0],
    [0, 0, 0, 0],
  ),
  "channels side by side": ops.concat([x, x], 3),
  "channels picked": ops.gather(x, [1, 0]),
  "draws for each example": ops.mul(x, ops.random(x.shape, "uniform")),
};
const MIXED: Readonly<Record<string, Node>> = {
  "a sum over the batch": ops.sum(x, [0], true),
  "a mean over the batch that is taken off": ops.sub(x, ops.mean(x, [0, 1, 2])),
  "a sum over the batch that is spread again": ops.add(flat, ops.sum(flat, [0], true)),
  "a product of examples": ops.matmul(ops.matmul(flat, ops.transpose(flat, [1, 0])), flat),
  "another order of the axes": ops.transpose(x, [1, 0, 2, 3]),
  "examples left out": ops.slice(flat, [0, 0], [BATCH - 1, 32]),
  "examples moved by padding": ops.slice(
    ops.pad(flat, [1, 0], [0, 0]),
    [0, 0],
    [BATCH, 32],
  ),
  "examples after each other": ops.concat([flat, flat], 0),
  "a weight per example": ops.mul(flat, leaf("w", BATCH, 32)),
  "nothing of the examples": leaf("w", BATCH, 3),
};

for (const [name, node] of Object.entries(APART)) {
  Deno.test(`perExample() finds examples apart in ${name}`, () => {
    assertEquals(perExample([node], BATCH), true);
  });
}
for (const [name, node] of Object.entries(MIXED)) {
  Deno.test(`perExample() finds no examples apart in ${name}`, () => {
    assertEquals(perExample([node], BATCH), false);
    assertEquals(perExample([x, node], BATCH), false);
  });
}

Deno.test("perExample() finds examples apart in every network without batch norm", () => {
  const { conv, dense, dropout, flatten, input, noise, normalize, pipeline, pool } = dsl;
  const { activate, augment, batchNorm, branches, globalPool, resize } = dsl;
  const apart = pipeline(
    input(12, 12, 3),
    normalize(),
    augment({ shift: 1, flip: "horizontal" }),
    resize(14, 14),
    noise(0.1),
    conv(4, { kernel: 3, stride: 2, padding: "same" }),
    activate("tanh"),
    branches([conv(2, { kernel: 1 })], [conv(3, { kernel: 3, padding: "same" })]),
    pool(2, { kind: "mean" }),
    dropout(0.5),
    globalPool(),
    flatten(),
    dense(5, "softmax"),
  );
  const mixed = pipeline(input(4), dense(3), batchNorm(), dense(2, "softmax"));
  for (const [network, expected] of [[apart, true], [mixed, false]] as const) {
    assertEquals(perExample([build(network, BATCH, { training: true }).output], BATCH), expected);
  }
  assertEquals(perExample([build(mixed, BATCH).output], BATCH), true, "not in training");
});
