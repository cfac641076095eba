import { assertEquals, assertThrows } from "@std/assert";
import { fromRows, toPixels, toRows } from "../../core/lab/tensors/matrix.ts";
import { largestDifference, mean, std } from "../../core/lab/tensors/statistics.ts";
import { UserError } from "../../dsl/errors.ts";

Deno.test("fromRows() makes an image of one channel, and toRows() gives the rows back", () => {
  const image = fromRows([[1, 2, 3], [4, 5, 6]]);
  assertEquals(image.shape, [2, 3, 1]);
  assertEquals(Array.from(image.data), [1, 2, 3, 4, 5, 6]);
  assertEquals(toRows(image), [[1, 2, 3], [4, 5, 6]]);
});

Deno.test("fromRows() refuses rows of different lengths", () => {
  assertThrows(
    () => fromRows([[1, 2], [3]]),
    UserError,
    "Cannot make an image of these rows: expected 2 numbers in every row, found 1 in row 1; give every row as many numbers.",
  );
});

Deno.test("fromRows() refuses no rows", () => {
  assertThrows(
    () => fromRows([]),
    UserError,
    "Cannot make an image of these rows: expected at least one number in every row, found 0 in row 0; give every row as many numbers.",
  );
});

Deno.test("toRows() takes a matrix without a channel axis", () => {
  assertEquals(toRows({ shape: [1, 2], data: Float32Array.of(7, 8) }), [[7, 8]]);
});

Deno.test("toRows() refuses several channels", () => {
  assertThrows(
    () => toRows({ shape: [1, 1, 3], data: Float32Array.of(1, 2, 3) }),
    UserError,
    "Cannot write the image in rows: expected one channel, found 1x1x3; choose one with channel(…).",
  );
});

Deno.test("toPixels() keeps sizes, channels and numbers", () => {
  const data = Float32Array.of(1, 2);
  assertEquals(toPixels({ shape: [1, 2], data }), { height: 1, width: 2, channels: 1, data });
  assertEquals(toPixels({ shape: [1, 1, 2], data }), { height: 1, width: 1, channels: 2, data });
});

Deno.test("mean() and std() of numbers that anybody can average", () => {
  assertEquals(mean([2, 4, 9]), 5);
  assertEquals(std([1, 3]), 1);
  assertEquals(std([5, 5, 5]), 0);
  assertEquals(mean([]), NaN);
});

Deno.test("largestDifference() is the largest distance, and NaN for lists of different lengths", () => {
  assertEquals(largestDifference([1, 5, 2], [1, 2, 4]), 3);
  assertEquals(largestDifference([1], [1, 2]), NaN);
});

Deno.test("largestDifference() does not overlook not-a-number", () => {
  assertEquals(largestDifference([NaN, 1], [0, 1]), NaN);
});
