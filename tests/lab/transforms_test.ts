import { assertEquals } from "@std/assert";
import { fromRows, toRows } from "../../core/lab/tensors/matrix.ts";
import { doubled, inside, rotated } from "../../core/lab/tensors/transforms.ts";

const image = fromRows([[1, 2, 3], [4, 5, 6]]);

Deno.test("rotated() turns a picture against the clock", () => {
  assertEquals(toRows(rotated(image)), [[3, 6], [2, 5], [1, 4]]);
});

Deno.test("rotated() four times gives the picture back", () => {
  assertEquals(rotated(rotated(rotated(rotated(image)))), image);
});

Deno.test("rotated() keeps a pixel's channels together", () => {
  const colours = { shape: [1, 2, 2], data: Float32Array.of(1, 10, 2, 20) };
  assertEquals(rotated(colours), { shape: [2, 1, 2], data: Float32Array.of(2, 20, 1, 10) });
});

Deno.test("doubled() makes four pixels of one", () => {
  assertEquals(toRows(doubled(fromRows([[1, 2]]))), [[1, 1, 2, 2], [1, 1, 2, 2]]);
});

Deno.test("inside() cuts the border off", () => {
  assertEquals(toRows(inside(fromRows([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), 1)), [[5]]);
});

Deno.test("inside() leaves nothing where the border is all there is", () => {
  assertEquals(inside(image, 1), { shape: [0, 1, 1], data: new Float32Array() });
});
