import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { seededRandom, xoshiro128 } from "../../core/base/random.ts";

const draw = <T>(n: number, next: () => T): T[] => Array.from({ length: n }, next);

Deno.test("xoshiro128() follows the authors' C code", () => {
  // xoshiro128starstar.c, version 1.1, with the state 1, 2, 3, 4.
  const expected = [
    11520,
    0,
    5927040,
    70819200,
    2031721883,
    1637235492,
    1287239034,
    3734860849,
    3729100597,
    4258142804,
  ];
  assertEquals(draw(10, xoshiro128([1, 2, 3, 4])), expected);
});

Deno.test("seededRandom() gives the same numbers for the same seed", () => {
  const numbers = (seed: number) => {
    const { uniform, normal } = seededRandom(seed);
    return [...draw(5, uniform), ...draw(5, normal)];
  };
  assertEquals(numbers(42), numbers(42));
  assertNotEquals(numbers(42), numbers(43));
  assertNotEquals(numbers(0.5), numbers(0));
});

Deno.test("seededRandom() gives the numbers of the snapshot: other numbers would change every run", () => {
  assertEquals(draw(3, seededRandom(1).uniform), SNAPSHOT);
});

Deno.test("seededRandom().uniform() fills [0, 1) evenly", () => {
  const bins = new Array<number>(10).fill(0);
  for (const u of draw(100_000, seededRandom(1).uniform)) {
    assert(u >= 0 && u < 1);
    bins[Math.floor(u * 10)] = (bins[Math.floor(u * 10)] ?? 0) + 1;
  }
  // Chi-squared with 9 degrees of freedom is below 27.9 in 999 of 1,000 cases.
  assertLess(bins.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0), 27.9);
});

Deno.test("seededRandom().normal() has a normal's mean, deviation, kurtosis and tails", () => {
  const xs = draw(100_000, seededRandom(2).normal);
  const moment = (k: number) => xs.reduce((sum, x) => sum + x ** k, 0) / xs.length;
  assertAlmostEquals(moment(1), 0, 0.013); // four standard errors each
  assertAlmostEquals(moment(2), 1, 0.018);
  assertAlmostEquals(moment(4), 3, 0.13);
  assertAlmostEquals(xs.filter((x) => Math.abs(x) > 1.96).length / xs.length, 0.05, 0.003);
});

Deno.test("seededRandom().normal() pairs are not correlated", () => {
  const xs = draw(100_000, seededRandom(3).normal);
  const products = xs.slice(1).reduce((sum, x, i) => sum + x * (xs[i] ?? 0), 0);
  assertAlmostEquals(products / xs.length, 0, 0.013);
});

Deno.test("seededRandom().below() gives every number equally often", () => {
  const { below } = seededRandom(4);
  const counts = [0, 0, 0];
  for (const n of draw(30_000, () => below(3))) counts[n] = (counts[n] ?? 0) + 1;
  assertLess(counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0), 13.8);
  assertEquals(below(1), 0);
});

Deno.test("seededRandom().below() refuses n that is no whole number from 1 to 2**32", () => {
  for (const n of [0, -1, 1.5, 2 ** 33, NaN]) {
    assertThrows(() => seededRandom(1).below(n), RangeError);
  }
});

Deno.test("seededRandom() refuses a seed that is not finite", () => {
  assertThrows(() => seededRandom(NaN), RangeError, "Expected a finite seed, found NaN.");
});

Deno.test("seededRandom().fork() depends on seed and label, not on what was drawn", () => {
  const fresh = seededRandom(5);
  const used = seededRandom(5);
  draw(10, used.normal);
  assertEquals(draw(5, fresh.fork("a").uniform), draw(5, used.fork("a").uniform));
  const streams = ["", "a", "b", "ab", "ba"].map((label) => seededRandom(5).fork(label).uniform());
  streams.push(seededRandom(5).uniform(), seededRandom(6).fork("a").uniform());
  streams.push(seededRandom(5).fork("a").fork("b").uniform());
  assertEquals(new Set(streams).size, 8);
});

Deno.test("seededRandom().fork() gives streams that are not correlated", () => {
  const [a, b] = [seededRandom(6).fork("a"), seededRandom(6).fork("b")];
  const products = draw(100_000, () => a.normal() * b.normal()).reduce((x, y) => x + y, 0);
  assertAlmostEquals(products / 100_000, 0, 0.013);
});

const SNAPSHOT = [0.47363792872056365, 0.8108860799111426, 0.8909690440632403];

Deno.test("fillUniform() gives what uniform() gives, call by call, and both go on after it", () => {
  const [filled, called] = [seededRandom(3), seededRandom(3)];
  const numbers = new Float32Array(5);
  filled.fillUniform(numbers);
  assertEquals([...numbers], draw(5, () => Math.fround(called.uniform())));
  assertEquals(filled.uniform(), called.uniform());
});
