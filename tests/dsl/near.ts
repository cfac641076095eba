import { assertAlmostEquals, assertEquals } from "@std/assert";

/** Fails unless both lists are equally long and each number is within the tolerance. */
export function assertNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-6,
): void {
  assertEquals(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assertAlmostEquals(actual[i] ?? NaN, expected[i] ?? NaN, tolerance);
  }
}
