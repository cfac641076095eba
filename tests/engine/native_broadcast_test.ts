/** Elementwise operations on operands of fewer axes than the result, and on one channel. */
import { assert, assertEquals } from "@std/assert";
import { compileProgram } from "../../core/engine/native/compile.ts";
import { apply, type Node, type Shape } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { disagreement, numbers } from "./native_compare.ts";

const ops = graphOps();
const leaf = (name: string, shape: Shape) => apply(input, [], { name, shape });
const BINARY = ["add", "sub", "mul", "div", "maximum", "minimum", "greater"] as const;

/** How often an operation occurs in a compiled model: its name is a field of each of its nodes. */
function occurrences(type: string, y: Node): number {
  const text = new TextDecoder("latin1").decode(compileProgram(program({ y })).model);
  // Field 4 of a node (tag 0x22), the length, the name.
  return text.split(`\x22${String.fromCharCode(type.length)}${type}`).length - 1;
}

Deno.test("inFullRank() reshapes a number to the axes of an array with an axis of 1", () => {
  for (const name of BINARY) {
    const reshapes = (number: Shape, array: Shape) =>
      occurrences("Reshape", ops[name](leaf("a", number), leaf("b", array)));
    for (const array of [[32, 28, 28, 1], [784, 1], [5, 1, 3]]) {
      assertEquals([reshapes([], array), reshapes([1], array)], [1, 1], `${name} of ${array}`);
    }
    // These are fast as they are.
    assertEquals([reshapes([], [32, 28, 28, 3]), reshapes([1, 1], [784, 1])], [0, 0], name);
  }
});

const positive = (size: number, seed: number) => numbers(size, seed).map((v) => Math.abs(v) + 0.1);
const SHAPES: readonly (readonly [Shape, Shape])[] = [
  [[], [2, 3, 3, 1]],
  [[2, 3, 3, 1], []],
  [[1], [4, 1]],
  [[3, 1], [2, 3, 1]],
  [[4], [5, 1, 4]],
  [[1], [1, 1]],
  [[1, 1], [2, 1, 1]],
];
for (const [a, b] of SHAPES) {
  Deno.test(`native computes elementwise operations of [${a}] and [${b}]`, async () => {
    const [x, y] = [leaf("a", a), leaf("b", b)];
    const all = program(Object.fromEntries(BINARY.map((name) => [name, ops[name](x, y)])));
    assert(await disagreement(all, positive) < 1e-5);
  });
}

Deno.test("native computes numbers times one channel in the layouts of convolutions and poolings", async () => {
  const tile = { size: [2, 2], stride: [2, 2], padding: "valid" } as const;
  const image = ops.conv2d(leaf("x", [2, 6, 6, 3]), leaf("kernel", [3, 3, 3, 1]), {
    padding: "same",
  });
  const shifted = ops.sub(ops.constant(1), ops.mul(image, leaf("number", [1])));
  const outputs = {
    max: ops.maxPool(shifted, tile),
    mean: ops.meanPool(shifted, tile),
    overlapping: ops.meanPool(shifted, { size: [3, 3], stride: [1, 1], padding: "valid" }),
    plain: ops.meanPool(leaf("single", [2, 4, 4, 1]), tile),
    whole: ops.meanPool(leaf("single", [2, 4, 4, 1]), {
      size: [4, 4],
      stride: [1, 1],
      padding: "valid",
    }),
  };
  assert(await disagreement(program(outputs)) < 1e-5);
});
