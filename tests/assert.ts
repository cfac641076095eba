/**
 * The functions of `@std/assert` that the tests use, with the same names and meanings, over
 * `node:assert/strict`: JSR, where the real package lives, is out of reach on a machine that has
 * only the npm registry. `deno.jsr.json` maps the same name to the real package.
 */
import nodeAssert from "node:assert/strict";

type ErrorClass<E extends Error> = new (...args: never[]) => E;

/** Fails unless `value` is truthy. */
export function assert(value: unknown, message = "Expected a truthy value."): asserts value {
  nodeAssert.ok(value, message);
}

/** Fails unless both are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, message);
}

/** Fails if both are deeply and strictly equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message);
}

/** Fails unless both are the same value (Object.is). */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): void {
  nodeAssert.strictEqual(actual, expected, message);
}

/** Fails unless |actual − expected| ≤ tolerance (default 1e-7). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance = 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance) return;
  nodeAssert.fail(message ?? `Expected ${expected} within ${tolerance}, found ${actual}.`);
}

/** Fails unless the text contains the part. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `Expected to find «${expected}» in «${actual}».`,
  );
}

/** Fails unless the text matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message);
}

/** Fails if the value is null or undefined. */
export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T> {
  nodeAssert.ok(actual !== null && actual !== undefined, message ?? "Expected a value.");
}

/** Fails unless `a > b`. */
export function assertGreater(a: number, b: number, message?: string): void {
  nodeAssert.ok(a > b, message ?? `Expected ${a} > ${b}.`);
}

/** Fails unless `a < b`. */
export function assertLess(a: number, b: number, message?: string): void {
  nodeAssert.ok(a < b, message ?? `Expected ${a} < ${b}.`);
}

/** Fails unless the error is of that class and its message includes the text. */
export function assertIsError<E extends Error>(
  error: unknown,
  ErrorClass?: ErrorClass<E>,
  includes?: string,
): asserts error is E {
  if (!(error instanceof Error)) nodeAssert.fail(`Expected an Error, found ${error}.`);
  if (ErrorClass && !(error instanceof ErrorClass)) {
    nodeAssert.fail(`Expected ${ErrorClass.name}, found ${error.name}: ${error.message}`);
  }
  if (includes !== undefined) assertStringIncludes(error.message, includes);
}

/** Fails unless calling `fn` throws such an error, which is returned. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass?: ErrorClass<E>,
  includes?: string,
): E {
  let caught: unknown;
  let threw = false;
  try {
    fn();
  } catch (error) {
    [caught, threw] = [error, true];
  }
  if (!threw) nodeAssert.fail("Expected function to throw.");
  assertIsError(caught, ErrorClass, includes);
  return caught;
}

/** Fails unless awaiting `fn()` rejects with such an error, which is returned. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass?: ErrorClass<E>,
  includes?: string,
): Promise<E> {
  let caught: unknown;
  let threw = false;
  try {
    await fn();
  } catch (error) {
    [caught, threw] = [error, true];
  }
  if (!threw) nodeAssert.fail("Expected function to reject.");
  assertIsError(caught, ErrorClass, includes);
  return caught;
}
