import { assertEquals, assertThrows } from "@std/assert";
import { toRows } from "../../core/lab/tensors/matrix.ts";
import { pad } from "../../core/lab/tensors/pad.ts";
import { UserError } from "../../dsl/errors.ts";

const square = { shape: [3, 3, 1], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) };

Deno.test("pad() surrounds an image with a number", () => {
  assertEquals(toRows(pad({ shape: [1, 2, 1], data: Float32Array.of(1, 2) }, 1, 9)), [
    [9, 9, 9, 9],
    [9, 1, 2, 9],
    [9, 9, 9, 9],
  ]);
});

Deno.test("pad() repeats the nearest pixel", () => {
  assertEquals(toRows(pad(square, 1, "edge")), [
    [1, 1, 2, 3, 3],
    [1, 1, 2, 3, 3],
    [4, 4, 5, 6, 6],
    [7, 7, 8, 9, 9],
    [7, 7, 8, 9, 9],
  ]);
});

Deno.test("pad() mirrors the image about its outermost pixels", () => {
  assertEquals(toRows(pad(square, 2, "reflect"))[2], [3, 2, 1, 2, 3, 2, 1]);
  assertEquals(toRows(pad(square, 2, "reflect")).map((row) => row[2]), [7, 4, 1, 4, 7, 4, 1]);
});

Deno.test("pad() keeps channels apart", () => {
  const two = { shape: [1, 1, 2], data: Float32Array.of(1, 2) };
  assertEquals(pad(two, 1, "edge").data, Float32Array.from({ length: 18 }, (_, i) => 1 + i % 2));
});

Deno.test("pad() by 0 gives the image", () => assertEquals(pad(square, 0, "reflect"), square));

Deno.test("pad() refuses part of a pixel, and a border wider than the mirrored image", () => {
  const message = (by: number) => assertThrows(() => pad(square, by, "reflect"), UserError).message;
  assertEquals(
    message(-1),
    "Cannot pad the image: expected a whole number of pixels from 0 up, found -1; change the number.",
  );
  assertEquals(
    message(3),
    "Cannot pad the image: expected at most 2 mirrored pixels, found 3; pad by fewer pixels or in another way.",
  );
});
