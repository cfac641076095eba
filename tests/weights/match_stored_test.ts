/** Weights of a file matched with a network: which layer is which step, and what is refused. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../core/weights/safetensors.ts";
import { matchStored } from "../../core/weights/match_stored.ts";
import { dequantized, encodeQuantized } from "../../core/weights/quantized.ts";
import { inMemory } from "../../core/weights/stored_weights.ts";
import { UserError } from "../../dsl/errors.ts";

const needed = [
  { path: "conv2d/kernel", shape: [2] },
  { path: "conv2d_1/kernel", shape: [1] },
  { path: "block1_conv1/bias", shape: [1] },
];
const tensor = (...numbers: number[]) => ({
  shape: [numbers.length],
  data: Float32Array.from(numbers),
});
type Tensors = Readonly<Record<string, ReturnType<typeof tensor>>>;
const fit = (given: Tensors) => matchStored(inMemory("w", given), needed, "a network");
const numbers = async (given: Tensors) =>
  Object.values((await fit(given)).weights).map(({ data }) => [...data]);
const block = { "block1_conv1/bias": tensor(9) };

Deno.test("matchStored() matches layers of equal shape by name, not by order", async () => {
  const equal = ["first", "second", "third"].map((name) => ({
    path: `${name}/kernel`,
    shape: [2],
  }));
  const stored = {
    "third/kernel": tensor(5, 6),
    "first/kernel": tensor(1, 2),
    "unused/kernel": tensor(7, 8),
    "second/kernel": tensor(3, 4),
  };
  const { weights } = await matchStored(inMemory("w", stored), equal, "a network");
  assertEquals(
    Object.entries(weights).map(([path, { data }]) => `${path} ${data.join()}`),
    ["first/kernel 1,2", "second/kernel 3,4", "third/kernel 5,6"],
  );
});

for (const first of [0, 1, 95]) {
  Deno.test(`matchStored() counts layers whose numbers begin at ${first}`, async () => {
    const name = (n: number) => n === 0 ? "conv2d" : `conv2d_${n}`;
    const given = {
      ...block,
      // In another order than their numbers.
      [`${name(first + 1)}/kernel`]: tensor(3),
      [`${name(first)}/kernel`]: tensor(1, 2),
    };
    assertEquals(await numbers(given), [[1, 2], [3], [9]]);
  });
}

Deno.test("matchStored() orders conv2d_10 after conv2d_9", async () => {
  const given = { "conv2d_10/kernel": tensor(3), "conv2d_9/kernel": tensor(1, 2), ...block };
  assertEquals(await numbers(given), [[1, 2], [3], [9]]);
});

Deno.test("matchStored() ignores layers that belong to no step, and prefixes of names", async () => {
  const given = {
    "model/conv2d_1/kernel:0": tensor(1, 2),
    "model/conv2d_2/kernel:0": tensor(3),
    "model/conv2d_3/kernel:0": tensor(4, 4, 4),
    "model/block1_conv1/bias:0": tensor(9),
    "model/predictions/kernel:0": tensor(5),
  };
  assertEquals(await numbers(given), [[1, 2], [3], [9]]);
});

const fine = { "conv2d/kernel": tensor(1, 2), "conv2d_1/kernel": tensor(3), ...block };
const REFUSED: readonly [string, Tensors, string][] = [
  [
    "nothing at all",
    {},
    "conv2d/kernel is missing; conv2d_1/kernel is missing; block1_conv1/bias is missing",
  ],
  ["a missing layer", { "conv2d/kernel": tensor(1, 2), ...block }, "conv2d_1/kernel is missing"],
  [
    "another shape",
    { ...fine, "conv2d/kernel": tensor(1) },
    "expected conv2d/kernel of shape 2, found 1",
  ],
  [
    "a gap in the numbers",
    { "conv2d_4/kernel": tensor(1, 2), "conv2d_6/kernel": tensor(3), ...block },
    "expected conv2d_5 after conv2d_4, found conv2d_6",
  ],
  [
    "one weight under two names",
    { ...fine, "again/conv2d/kernel:0": tensor(1, 2) },
    "expected conv2d/kernel once, found it twice",
  ],
  [
    "NaN",
    { ...fine, "conv2d/kernel": tensor(1, NaN) },
    "expected finite numbers in conv2d/kernel, found NaN at index 1",
  ],
  [
    "infinity",
    { ...fine, "conv2d_1/kernel": tensor(-Infinity) },
    "expected finite numbers in conv2d_1/kernel, found -Infinity at index 0",
  ],
];
for (const [what, given, problem] of REFUSED) {
  Deno.test(`matchStored() refuses ${what}`, async () => {
    const { message } = await assertRejects(() => fit(given), UserError);
    assertEquals(message, `Cannot use the weights of w: ${problem}. Give weights of a network.`);
  });
}

Deno.test("matchStored() names five problems and counts the others", async () => {
  const many = Array.from({ length: 7 }, (_, i) => ({ path: `a${i}/kernel`, shape: [1] }));
  const { message } = await assertRejects(
    () => matchStored(inMemory("w", {}), many, "vgg16"),
    UserError,
  );
  assertEquals(
    message,
    "Cannot use the weights of w: a0/kernel is missing; a1/kernel is missing; a2/kernel is " +
      "missing; a3/kernel is missing; a4/kernel is missing and 2 more. Give weights of vgg16.",
  );
});

Deno.test("encodeQuantized() puts scale and offset beside the bytes", () => {
  const bytes = encodeQuantized({
    kernel: { shape: [2, 1], data: Uint8Array.of(0, 200), scale: 0.25, offset: -3 },
  });
  const { tensors } = decodeSafetensors(bytes, "w");
  assertEquals(Object.keys(tensors), ["kernel.offset", "kernel.scale", "kernel"]);
  assertEquals(dequantized(tensors, "w"), {
    kernel: { shape: [2, 1], data: Float32Array.of(-3, 47) },
  });
});

Deno.test("encodeSafetensors() aligns floats in front of bytes", () => {
  const bytes = encodeSafetensors({
    a: { shape: [3], data: Uint8Array.of(1, 2, 3) },
    b: { shape: [1], data: Float32Array.of(0.5) },
  });
  const { tensors } = decodeSafetensors(bytes, "w");
  assertEquals([[...tensors["a"]!.data], [...tensors["b"]!.data]], [[1, 2, 3], [0.5]]);
  assertEquals((bytes.length - 3 - 4) % 4, 0);
});

const one = (value: number) => ({ shape: [], data: Float32Array.of(value) });
const BROKEN: readonly [string, Tensors, string][] = [
  [
    "a scale alone",
    { a: tensor(1), "a.scale": one(1) },
    'expected a tensor "a.offset", found none',
  ],
  [
    "an offset alone",
    { a: tensor(1), "a.offset": one(1) },
    'expected a tensor "a.scale", found none',
  ],
  [
    "a scale of nothing",
    { "a.scale": one(1), "a.offset": one(1) },
    'expected a tensor "a" for "a.scale", found none',
  ],
  [
    "several scales",
    { a: tensor(1), "a.scale": tensor(1, 2), "a.offset": one(0) },
    'expected one finite number in "a.scale", found shape [2]',
  ],
  [
    "an offset that is not finite",
    { a: tensor(1), "a.scale": one(1), "a.offset": one(Infinity) },
    'expected one finite number in "a.offset", found Infinity',
  ],
];
for (const [what, given, problem] of BROKEN) {
  Deno.test(`dequantized() refuses ${what}`, () => {
    const { message } = assertThrows(() => dequantized(given, "w"), UserError);
    assertEquals(message, `Cannot read w: ${problem}. Save or download the file again.`);
  });
}
