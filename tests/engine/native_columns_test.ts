import { assertEquals } from "@std/assert";
import { convolutionsAtOnce } from "../../core/engine/native/passes/columns.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";

Deno.test("convolutionsAtOnce() takes a prediction's convolution if its columns fit at once", () => {
  const ops = graphOps();
  const x = apply(input, [], { name: "x", shape: [1, 10, 10, 1] });
  const kernel = apply(variable, [], { name: "kernel", shape: [1, 1, 1, 1] });
  const predict = program({ y: ops.conv2d(x, kernel) });
  // 10 · 10 places of 4 bytes each; nothing learns, so nothing is kept.
  const chosen = (atOnce: number) =>
    convolutionsAtOnce(predict, { atOnce, kept: 0, piece: 100 }).size;
  assertEquals([chosen(400), chosen(399)], [1, 0]);
});

Deno.test("convolutionsAtOnce() takes thin columns of any size, as long as the kept ones fit", () => {
  const ops = graphOps();
  const x = apply(input, [], { name: "x", shape: [1, 10, 10, 1] });
  const kernel = apply(variable, [], { name: "kernel", shape: [1, 1, 1, 2] });
  const y = ops.conv2d(x, kernel);
  const step = program(Object.fromEntries(gradients(y, [kernel]).map((g, i) => [i, g])));
  const chosen = (kept: number) => convolutionsAtOnce(step, { atOnce: 1, kept, piece: 100 }).size;
  // Columns of one number per place beside a result of two; the gradient keeps 10 · 10 · 4 bytes.
  assertEquals([chosen(400), chosen(399)], [1, 0]);
});
