import { assert, assertEquals, assertLess, assertStrictEquals, assertThrows } from "@std/assert";
import {
  ascending,
  batches,
  gatherRows,
  shuffled,
  trainingRows,
} from "../../core/training/shuffle.ts";
import { seededRandom } from "../../core/base/random.ts";

Deno.test("trainingRows() splits as Keras does: floor of n times (1 - split)", () => {
  assertEquals(trainingRows(60_000, 0.25), 45_000);
  assertEquals(trainingRows(10, 0), 10);
  assertEquals(trainingRows(10, 0.33), 6);
  assertEquals(trainingRows(10, 0.1), 9);
  // Keras's own rounding: 1 - 0.9 is 0.09999999999999998.
  assertEquals(trainingRows(10, 0.9), 0);
});

Deno.test("shuffled() holds every number once", () => {
  const order = shuffled(1000, seededRandom(1).uniform);
  assertEquals(Array.from(order).sort((a, b) => a - b), Array.from({ length: 1000 }, (_, i) => i));
  assert(order.some((value, i) => value !== i));
});

Deno.test("shuffled() gives the same order for the same seed", () => {
  assertEquals(shuffled(50, seededRandom(7).uniform), shuffled(50, seededRandom(7).uniform));
});

Deno.test("shuffled() gives all six orders of three equally often", () => {
  const { uniform } = seededRandom(3);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const key = shuffled(3, uniform).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  let chiSquared = 0;
  for (const n of counts.values()) chiSquared += (n - 1000) ** 2 / 1000;
  assertLess(chiSquared, 20.5); // 5 degrees of freedom, 1 in 1,000
});

Deno.test("shuffled() of nothing is empty", () => {
  assertEquals(shuffled(0, seededRandom(1).uniform).length, 0);
});

Deno.test("batches() cuts an order into parts, the last one smaller", () => {
  const parts = Array.from(batches(ascending(10, 15), 2), (part) => [...part]);
  assertEquals(parts, [[10, 11], [12, 13], [14]]);
  assertEquals([...batches(ascending(0, 0), 2)].length, 0);
});

Deno.test("gather() copies rows into memory that is used again", () => {
  const rows = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
  const into = new Float32Array(6);
  assertEquals([...gatherRows(rows, 2, ascending(1, 4), into)], [3, 4, 5, 6, 7, 8]);
  const part = gatherRows(rows, 2, [0], into);
  assertEquals([...part], [1, 2]);
  assertStrictEquals(part.buffer, into.buffer);
});

Deno.test("gather() copies float rows alike", () => {
  const rows = new Float32Array([0.5, 1.5, 2.5]);
  assertEquals([...gatherRows(rows, 1, [2, 0], new Float32Array(2))], [2.5, 0.5]);
});

Deno.test("gather() refuses rows that do not exist and memory that is too small", () => {
  const rows = new Uint8Array(4);
  for (const index of [-1, 2, NaN]) {
    assertThrows(
      () => gatherRows(rows, 2, [index], new Float32Array(2)),
      RangeError,
      `Expected a row from 0 to 1, found ${index}.`,
    );
  }
  assertThrows(
    () => gatherRows(rows, 2, [0, 1], new Float32Array(3)),
    RangeError,
    "Expected room for 4 numbers, found 3.",
  );
});
