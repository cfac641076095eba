import { assertEquals } from "@std/assert";
import { multiplications } from "../../core/model/cost.ts";
import {
  branches,
  conv,
  dense,
  filter,
  flatten,
  input,
  laplacian,
  pipeline,
  pool,
} from "../../dsl/mod.ts";

Deno.test("multiplications() of a convolution is one per weight and output pixel", () => {
  const p = pipeline(input(5, 5, 2), conv(4, { kernel: 3 }));
  assertEquals(multiplications(p), 3 * 3 * 4 * (3 * 3 * 2));
});

Deno.test("multiplications() counts padded pixels", () => {
  const p = pipeline(input(5, 5, 1), conv(1, { kernel: 3, padding: "same" }));
  assertEquals(multiplications(p), 5 * 5 * 9);
});

Deno.test("multiplications() of a dense layer is inputs times units", () => {
  assertEquals(multiplications(pipeline(input(6), dense(7, "relu"), dense(2))), 6 * 7 + 7 * 2);
});

Deno.test("multiplications() of pooling and flatten is 0", () => {
  assertEquals(multiplications(pipeline(input(4, 4, 3), pool(2), flatten())), 0);
});

Deno.test("multiplications() adds up the parts of branches", () => {
  const one = conv(2, { kernel: 1 });
  const p = pipeline(input(4, 4, 3), branches([one], [one, conv(1, { kernel: 1 })]));
  assertEquals(multiplications(p), 16 * (3 * 2 + 3 * 2 + 2 * 1));
});

Deno.test("multiplications() of an image needs the size that its source gives", () => {
  const p = pipeline(input(6, 6, 1), filter(laplacian()));
  assertEquals(multiplications(p, { shape: [6, 6, 1], classes: 0 }), 4 * 4 * 9);
});

Deno.test("multiplications() counts a network that no memory could hold", () => {
  const pixels = 224 * 224;
  const huge = pipeline(input(224, 224, 1), flatten(), dense(pixels));
  assertEquals(multiplications(huge), pixels * pixels);
});
