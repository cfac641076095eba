import { assertEquals } from "@std/assert";
import {
  branches,
  conv,
  filter,
  flatten,
  globalPool,
  input,
  normalize,
  permutePixels,
  pipeline,
  pool,
  receptiveFields,
  resize,
} from "../../dsl/mod.ts";

const three = () => conv(2, { kernel: 3, padding: "same" });

Deno.test("receptiveFields() is 2n + 1 pixels wide after n convolutions of 3x3", () => {
  const p = pipeline(input(9, 9, 1), three(), three(), three(), three());
  assertEquals(receptiveFields(p).map(({ size }) => size), [
    [1, 1],
    [3, 3],
    [5, 5],
    [7, 7],
    [9, 9],
  ]);
});

Deno.test("receptiveFields() grows by the stride after a pooling", () => {
  const p = pipeline(input(16, 16, 1), three(), pool(2), three(), pool(2), three());
  assertEquals(receptiveFields(p).map(({ size }) => size[0]), [1, 3, 4, 8, 10, 18]);
  assertEquals(receptiveFields(p).map(({ stride }) => stride[0]), [1, 1, 2, 2, 4, 4]);
});

Deno.test("receptiveFields() counts dilation and strides, for each axis separately", () => {
  const p = pipeline(
    input(32, 32, 1),
    conv(1, { kernel: [3, 1], dilation: [4, 1] }),
    filter([[1, 1, 1, 1, 1]], { stride: [1, 2] }),
    pool([1, 3], { stride: 1 }),
  );
  assertEquals(receptiveFields(p).at(-1), { size: [9, 9], stride: [1, 2] });
});

Deno.test("receptiveFields() is unchanged by steps that work pixel by pixel", () => {
  assertEquals(receptiveFields(pipeline(input(4, 4, 1), normalize(), flatten())).at(-1), {
    size: [1, 1],
    stride: [1, 1],
  });
});

Deno.test("receptiveFields() of branches() is that of the part with the largest field", () => {
  const p = pipeline(
    input(8, 8, 1),
    three(),
    branches([conv(1, { kernel: 1 })], [three(), three()], []),
    three(),
  );
  assertEquals(receptiveFields(p).map(({ size }) => size[0]), [1, 3, 7, 9]);
});

Deno.test("receptiveFields() is without bound where a pixel depends on the whole image", () => {
  for (const step of [permutePixels(1), resize(4, 4), globalPool()]) {
    const fields = receptiveFields(pipeline(...[input(8, 8, 1), step]));
    assertEquals(fields.at(-1)?.size, [Infinity, Infinity]);
  }
});
