/** Which nodes run together on wasm. */
import { assertEquals } from "@std/assert";
import { fused } from "../../core/engine/stepwise/plan.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply, type Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";

const ops = graphOps();
const leaf = (name: string, ...shape: number[]) => apply(input, [], { name, shape });
const plan = (outputs: Record<string, Node>) =>
  fused(program(outputs)).map(({ kind, members }) =>
    `${kind}: ${members.map(({ primitive }) => primitive.name).join(" ")}`
  );

Deno.test("fused() runs Adam's moments as one pass", () => {
  const [g, m, rate] = [leaf("g", 4, 3), leaf("m", 4, 3), leaf("rate")];
  const next = ops.add(m, ops.mul(ops.sub(g, m), rate));
  assertEquals(plan({ next }), ["pass: sub mul add"]);
});

Deno.test("fused() adds a bias to the product it belongs to", () => {
  const product = ops.matmul(leaf("x", 2, 3), leaf("w", 3, 5));
  assertEquals(plan({ y: ops.add(product, leaf("b", 5)) }), ["biased: matmul add"]);
});

Deno.test("fused() leaves a product alone if others read it or its addend is not a bias", () => {
  const product = ops.matmul(leaf("x", 2, 3), leaf("w", 3, 5));
  const sum = ops.add(product, leaf("b", 5));
  assertEquals(plan({ product, sum }), ["one: matmul", "one: add"]);
  assertEquals(plan({ y: ops.add(product, leaf("c", 2, 1)) }), ["one: matmul", "one: add"]);
});

Deno.test("fused() keeps a node out of a pass on which its other input depends", () => {
  const x = leaf("x", 4);
  const first = ops.mul(x, x);
  const y = ops.add(first, ops.tanh(first));
  assertEquals(plan({ y }), ["pass: mul", "one: tanh", "pass: add"]);
});

Deno.test("fused() turns a ReLU's gradient into one pass", () => {
  const x = leaf("x", 2, 3);
  const [dx] = gradients(ops.relu(x), [x], leaf("dy", 2, 3));
  assertEquals(plan({ dx: dx! }), ["pass: relu greater mul"]);
});
