import { assertEquals } from "@std/assert";
import { input, permutePixels, pipeline } from "../../dsl/mod.ts";
import { forward } from "./forward.ts";

Deno.test("permutePixels() moves an image's pixels to the same places whatever the size of its batch", () => {
  const steps = pipeline(input(3, 3, 1), permutePixels(1));
  const image = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const alone = forward(steps, image).data;
  assertEquals(forward(steps, [...image, ...image], { batch: 2 }).data, [...alone, ...alone]);
});
