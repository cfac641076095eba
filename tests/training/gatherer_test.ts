import { assertEquals } from "@std/assert";
import { Gatherer } from "../../core/training/batch.ts";

Deno.test("Gatherer.gather() takes each image with its own label, and makes a label one-hot where the loss wants it", () => {
  const examples = {
    count: 3,
    shape: [2],
    x: Uint8Array.of(10, 11, 20, 21, 30, 31),
    y: Uint8Array.of(0, 2, 1),
  };
  const indices = Uint32Array.of(2, 0);
  const labels = new Gatherer(examples, [], 2).gather(indices);
  assertEquals([...labels.x], [30, 31, 10, 11]);
  assertEquals([...labels.y], [1, 0]);
  const oneHot = new Gatherer(examples, [3], 2).gather(indices);
  assertEquals([...oneHot.x], [30, 31, 10, 11]);
  assertEquals([...oneHot.y], [0, 1, 0, 1, 0, 0]);
});
