import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { nearest } from "../../core/lab/tensors/nearest.ts";
import { agreement, answers, rows, stack } from "../../core/lab/tensors/rows.ts";

const x = { shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 1, 2]) };

Deno.test("rows() takes examples, stack() puts them together again", () => {
  const [first, others] = [rows(x, 0, 1), rows(x, 1, 3)];
  assertEquals([first.shape, [...first.data]], [[1, 2], [1, 2]]);
  assertEquals([others.shape, [...others.data]], [[2, 2], [3, 4, 1, 2]]);
  assertEquals(stack([first, first]), { shape: [2, 1, 2], data: new Float32Array([1, 2, 1, 2]) });
  assertThrows(() => stack([first, others]), RangeError);
  assertThrows(() => stack([]), RangeError);
});

Deno.test("answers() names the largest of each row, agreement() how often two lists are alike", () => {
  const scores = { shape: [2, 3], data: new Float32Array([0.1, 0.2, 0.7, 0.5, 0.4, 0.1]) };
  assertEquals(answers(scores), [2, 0]);
  assertEquals(agreement([2, 0, 1, 1], [2, 1, 1, 1]), 0.75);
});

Deno.test("nearest() goes by direction, not by length", () => {
  const among = { shape: [3, 2], data: new Float32Array([1, 0, 0, 1, 3, 4]) };
  const [one, two] = nearest({ shape: [2, 2], data: new Float32Array([30, 40, 0, 0.1]) }, among);
  assertEquals([one?.row, two?.row], [2, 1]);
  assertAlmostEquals(one?.cosine ?? NaN, 1, 1e-6);
  assertThrows(() => nearest(among, { shape: [1, 3], data: new Float32Array(3) }), RangeError);
});
