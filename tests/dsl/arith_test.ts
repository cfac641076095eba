import { assertEquals } from "@std/assert";
import type { Add, AtMost, Multiply, Same, Valid } from "../../dsl/arith.ts";

/** True only if the two types are the same; another one does not compile. */
type Is<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;

Deno.test("Valid<> is ⌊(n − (k − 1)·d − 1)/s⌋ + 1, or none if the window does not fit", () => {
  const proofs: [
    Is<Valid<28, 3, 1>, 26>,
    Is<Valid<28, 2, 2>, 14>,
    Is<Valid<28, 5, 3>, 8>,
    Is<Valid<7, 7, 4>, 1>,
    Is<Valid<3, 4, 1>, "none">,
    Is<Valid<9, 3, 1, 4>, 1>,
    Is<Valid<8, 3, 1, 4>, "none">,
    Is<Valid<999, 1, 2>, 500>,
    Is<Valid<999, 999, 1>, 1>,
    Is<Valid<5000, 1, 1>, 5000>,
  ] = [true, true, true, true, true, true, true, true, true, true];
  assertEquals(proofs.every(Boolean), true);
});

Deno.test("Same<> is ⌈n/s⌉", () => {
  const proofs: [Is<Same<28, 1>, 28>, Is<Same<7, 2>, 4>, Is<Same<8, 2>, 4>, Is<Same<999, 2>, 500>] =
    [true, true, true, true];
  assertEquals(proofs.every(Boolean), true);
});

Deno.test("Multiply<> works on digits, so large products are exact", () => {
  const proofs: [
    Is<Multiply<7, 7>, 49>,
    Is<Multiply<49, 16>, 784>,
    Is<Multiply<224, 224>, 50176>,
    Is<Multiply<50176, 64>, 3211264>,
    Is<Multiply<999, 999>, 998001>,
    Is<Multiply<998001, 999>, 997002999>,
    Is<Multiply<100, 10>, 1000>,
    Is<Multiply<1, 123456>, 123456>,
  ] = [true, true, true, true, true, true, true, true];
  assertEquals(proofs.every(Boolean), true);
});

Deno.test("Add<> works on digits, so sums above 999 are exact", () => {
  const proofs: [
    Is<Add<0, 64>, 64>,
    Is<Add<64, 128>, 192>,
    Is<Add<999, 1>, 1000>,
    Is<Add<998001, 999>, 999000>,
    Is<Add<5, number>, number>,
  ] = [true, true, true, true, true];
  assertEquals(proofs.every(Boolean), true);
});

Deno.test("AtMost<> compares numbers up to 999 and is boolean above", () => {
  const proofs: [Is<AtMost<2, 3>, true>, Is<AtMost<3, 3>, true>, Is<AtMost<4, 3>, false>] = //
    [true, true, true];
  const unknown: Is<AtMost<1000, 3>, boolean> = true;
  assertEquals([...proofs, unknown], [true, true, true, true]);
});

Deno.test("Valid<>, Same<> and Multiply<> are number if the compiler cannot follow an operand", () => {
  const proofs: [
    Is<Valid<number, 3, 1>, number>,
    Is<Valid<28, number, 1>, number>,
    Is<Valid<1000, 3, 1>, number>,
    Is<Same<number, 2>, number>,
    Is<Same<1000, 2>, number>,
    Is<Multiply<number, 3>, number>,
    Is<Multiply<2.5, 3>, number>,
  ] = [true, true, true, true, true, true, true];
  assertEquals(proofs.every(Boolean), true);
});
