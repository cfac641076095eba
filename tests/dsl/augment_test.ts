import { assertEquals } from "@std/assert";
import { augment, input, pipeline } from "../../dsl/mod.ts";
import { forward } from "./forward.ts";

const six = [1, 2, 3, 4, 5, 6];

Deno.test("augment() does nothing outside training", () => {
  const steps = pipeline(input(2, 3, 1), augment({ shift: 1, flip: "horizontal" }));
  assertEquals(forward(steps, six).data, six);
});

Deno.test("augment() mirrors each example whose random number is above a half", () => {
  const flipped = (flip: "horizontal" | "vertical") =>
    forward(pipeline(input(2, 3, 1), augment({ flip })), [...six, ...six], {
      batch: 2,
      training: true,
      given: { "random/1": [0.4, 0.6] },
    }).data;
  assertEquals(flipped("horizontal"), [...six, 3, 2, 1, 6, 5, 4]);
  assertEquals(flipped("vertical"), [...six, 4, 5, 6, 1, 2, 3]);
});

Deno.test("augment() keeps the channels of a pixel together", () => {
  const steps = pipeline(input(1, 2, 2), augment({ flip: "horizontal" }));
  const given = { "random/1": [0.9] };
  assertEquals(forward(steps, [1, 10, 2, 20], { training: true, given }).data, [2, 20, 1, 10]);
});

Deno.test("augment() moves each example by its own random distances, rows first, and fills with zeros", () => {
  const steps = pipeline(input(2, 3, 1), augment({ shift: 1 }));
  // Below a third: up or left; above two thirds: down or right.
  const { data } = forward(steps, [...six, ...six, ...six], {
    batch: 3,
    training: true,
    given: { "random/1": [0.5, 0.1, 0.9], "random/2": [0.5, 0.5, 0.1] },
  });
  assertEquals(data, [...six, 4, 5, 6, 0, 0, 0, 0, 0, 0, 2, 3, 0]);
});

Deno.test("augment() moves by every distance, including those at the ends of the random numbers' range", () => {
  const moved = (draw: number) =>
    forward(pipeline(input(3, 5, 1), augment({ shift: 2 })), Array(15).fill(0).map((_, i) => i), {
      training: true,
      given: { "random/1": [0.5], "random/2": [draw] },
    }).data.slice(5, 10);
  assertEquals([0, 0.25, 0.5, 0.75, 1 - 2 ** -32].map(moved), [
    [7, 8, 9, 0, 0],
    [6, 7, 8, 9, 0],
    [5, 6, 7, 8, 9],
    [0, 5, 6, 7, 8],
    [0, 0, 5, 6, 7],
  ]);
});

Deno.test("augment() mirrors before it moves", () => {
  const steps = pipeline(input(2, 3, 1), augment({ shift: 1, flip: "horizontal" }));
  const given = { "random/1": [0.9], "random/2": [0.5], "random/3": [0.9] };
  const { data } = forward(steps, six, { training: true, given });
  assertEquals(data, [0, 3, 2, 0, 6, 5]);
});
