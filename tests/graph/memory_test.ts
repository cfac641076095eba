import { assertEquals, assertThrows } from "@std/assert";
import { requireMemory } from "../../core/base/require_memory.ts";
import { apply } from "../../core/graph/node.ts";
import { programMemory, weightMemory } from "../../core/graph/memory.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { UserError } from "../../dsl/mod.ts";

const leaf = (name: string, ...shape: number[]) => apply(input, [], { name, shape });

Deno.test("programMemory() counts a result only while it is still needed", () => {
  const ops = graphOps();
  let x = leaf("x", 100);
  for (let i = 0; i < 50; i++) x = ops.relu(x);
  // Of a chain, a step's input and its result are there at once.
  assertEquals(programMemory(program({ x })).bytes, 2 * 400);
});

Deno.test("programMemory() counts variables to the end and a reshape not at all", () => {
  const ops = graphOps();
  const w = apply(variable, [], { name: "w", shape: [10, 20] });
  const y = ops.relu(ops.reshape(ops.matmul(leaf("x", 5, 10), w), [100]));
  assertEquals(programMemory(program({ y })), {
    bytes: 4 * (10 * 20 + 100 + 100),
    largest: "w, 10x20",
  });
});

Deno.test("programMemory() counts the pixels under all windows of a convolution in one image", () => {
  const ops = graphOps();
  const y = ops.conv2d(leaf("x", 2, 4, 4, 3), leaf("k", 3, 3, 3, 1), { padding: "same" });
  assertEquals(
    programMemory(program({ y })).bytes,
    4 * (2 * 16 * 3 + 27 + 2 * 16 + 16 * 9 * 3),
  );
});

Deno.test("weightMemory() adds up weights and names the largest", () => {
  const weights = [{ path: "a", shape: [2, 3] }, { path: "b", shape: [7] }];
  assertEquals(weightMemory(weights, 3), { bytes: 4 * 13 * 3, largest: "b, 7" });
  assertEquals(weightMemory([]), { bytes: 0, largest: "" });
});

Deno.test(
  "requireMemory() passes 2 GiB and refuses a byte more",
  { permissions: { sys: false } },
  () => {
    requireMemory("test", { bytes: 2 ** 31, largest: "x" });
    assertEquals(
      assertThrows(() => requireMemory("test", { bytes: 2 ** 31 + 1, largest: "x" }), UserError)
        .message,
      "Cannot test: expected to need at most 2 GiB of memory, found 2 GiB or more, mostly for x. Make " +
        "its sizes or the batch smaller, or allow this machine's memory with " +
        "--allow-sys=systemMemoryInfo.",
    );
  },
);
