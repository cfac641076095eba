import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  inferShapes,
  input,
  pipeline,
  resize,
  resizeMatrix,
  type ResizeMethod,
} from "../../dsl/mod.ts";
import { forward } from "./forward.ts";

interface Case {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number];
  readonly method: ResizeMethod;
  readonly antialias: boolean;
  readonly y: readonly number[];
}

// Computed with scikit-image by tools/golden_resize.py.
const { cases }: { cases: Case[] } = JSON.parse(
  await Deno.readTextFile(new URL("../golden/resize.json", import.meta.url)),
);

/** The synthetic image of tools/golden_resize.py. */
function image([height, width, channels]: Case["from"]): number[] {
  return Array.from({ length: height * width * channels }, (_, at) => {
    const c = at % channels, j = Math.floor(at / channels) % width;
    const i = Math.floor(at / channels / width);
    return ((7 * i + 13 * j + 5 * c + 3 * i * j) % 256) / 255;
  });
}

for (const { from, to, method, antialias, y } of cases) {
  const blur = antialias ? "blurred " : "";
  Deno.test(`resize() ${blur}${method} ${from.join("x")} to ${to.join("x")} is scikit-image's`, () => {
    const steps = pipeline(input(...from), resize(...to, { method, antialias }));
    const { shape, data } = forward(steps, image(from));
    assertEquals(shape, [1, ...to, from[2]]);
    assertEquals(data.length, y.length);
    data.forEach((value, i) => assertAlmostEquals(value, y[i] ?? NaN, 1e-6));
  });
}

Deno.test("resize() treats each image of a batch alike", () => {
  const steps = pipeline(input(4, 6, 2), resize(9, 3));
  const one = image([4, 6, 2]);
  const other = one.map((value) => 1 - value);
  const both = forward(steps, [...one, ...other], { batch: 2 });
  assertEquals(both.data, [...forward(steps, one).data, ...forward(steps, other).data]);
});

Deno.test("resize() keeps the channels and infers the new size", () => {
  const [, flow] = inferShapes(pipeline(input(28, 28, 1), resize(75, 50)));
  assertEquals(flow, { shape: [75, 50, 1], classes: 0 });
});

Deno.test("resizeMatrix() doubles by quarters and three quarters between pixel centres", () => {
  const { data } = resizeMatrix(2, 4, "bilinear", true);
  // The outer pixels lie a quarter beyond the first centre; mirrored, a quarter inside.
  assertEquals([...data], [0.75, 0.25, 0.75, 0.25, 0.25, 0.75, 0.25, 0.75]);
});

Deno.test("resizeMatrix() selects the pixel itself if the size is kept", () => {
  assertEquals([...resizeMatrix(3, 3).data], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  assertEquals([...resizeMatrix(2, 2, "nearest").data], [1, 0, 0, 1]);
});

Deno.test("resizeMatrix() blurs before shrinking unless antialias is false", () => {
  const blurred = resizeMatrix(12, 4), plain = resizeMatrix(12, 4, "bilinear", false);
  const taps = (data: Float64Array) => data.slice(0, 12).filter((weight) => weight !== 0).length;
  // σ = (3 − 1)/2 = 1, so the blur reaches 4 pixels to each side of pixel 1: 0 to 5, mirrored.
  assertEquals([taps(plain.data), taps(blurred.data)], [1, 6]);
});

Deno.test("resizeMatrix() has rows that sum to 1", () => {
  for (const method of ["bilinear", "nearest"] as const) {
    const { rows, columns, data } = resizeMatrix(109, 75, method, true);
    for (let i = 0; i < rows; i++) {
      const sum = data.slice(i * columns, (i + 1) * columns).reduce((a, b) => a + b, 0);
      assert(Math.abs(sum - 1) < 1e-12);
    }
  }
});
