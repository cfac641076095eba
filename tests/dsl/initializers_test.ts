import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type InitializerName, initializers } from "../../dsl/mod.ts";

/** A generator for tests: Park and Miller's, uniform in (0, 1). */
function uniform(): () => number {
  let state = 42;
  return () => (state = state * 48271 % 2147483647) / 2147483647;
}

const fill = (name: InitializerName, shape: readonly number[]) =>
  Array.from(initializers[name](shape, uniform()));

const deviation = (numbers: readonly number[]) =>
  Math.sqrt(numbers.reduce((sum, n) => sum + n * n, 0) / numbers.length);

Deno.test("initializers fill the whole shape", () => {
  assertEquals(fill("glorotUniform", [3, 3, 2, 4]).length, 72);
  assertEquals(fill("zeros", [3]), [0, 0, 0]);
  assertEquals(fill("ones", [2]), [1, 1]);
});

Deno.test("glorotUniform stays within √(6/(fan-in + fan-out)) and almost reaches it", () => {
  // A 3x3 kernel from 8 to 16 channels: fans 72 and 144.
  const limit = Math.sqrt(6 / (72 + 144));
  const largest = Math.max(...fill("glorotUniform", [3, 3, 8, 16]).map(Math.abs));
  assert(largest <= limit && largest > 0.98 * limit);
});

Deno.test("heUniform depends on the fan-in alone", () => {
  const limit = Math.sqrt(6 / 50);
  const largest = Math.max(...fill("heUniform", [50, 40]).map(Math.abs));
  assert(largest <= limit && largest > 0.98 * limit);
});

Deno.test("glorotNormal and heNormal are cut off at two standard deviations and keep their variance", () => {
  const variances = { glorotNormal: 2 / (100 + 60), heNormal: 2 / 100 } as const;
  for (const name of ["glorotNormal", "heNormal"] as const) {
    const numbers = fill(name, [100, 60]);
    const expected = Math.sqrt(variances[name]);
    assertAlmostEquals(deviation(numbers) / expected, 1, 0.03);
    const cut = 2 * expected / 0.8796256610342398;
    const largest = Math.max(...numbers.map(Math.abs));
    assert(largest <= cut * 1.000001 && largest > 0.9 * cut);
  }
});

Deno.test("initializers draw only from the generator they are given", () => {
  assertEquals(fill("heNormal", [5, 5]), fill("heNormal", [5, 5]));
});
