import { assertEquals, assertThrows } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../core/weights/safetensors.ts";
import { sizeOf } from "../../core/graph/tensor.ts";
import { file, tensor } from "./safetensors_file.ts";

Deno.test("decodeSafetensors() reads back what encodeSafetensors() wrote", () => {
  const tensors = {
    "conv/kernel": tensor([1, 2, 1, 2], 1, -2, 0.5, 1e-30),
    "conv/bias": tensor([2], NaN, Infinity),
    empty: tensor([0, 3]),
    scalar: tensor([], 7),
    "7": tensor([1], 8),
    '이름 "x"': tensor([1], 9),
    ["__proto__"]: tensor([1], 10),
  };
  const metadata = { format: "convlab", 열: "값" };
  const back = decodeSafetensors(encodeSafetensors(tensors, metadata), "x");
  assertEquals(Object.keys(back.tensors).sort(), Object.keys(tensors).sort());
  assertEquals(back, { tensors, metadata });
});

Deno.test("encodeSafetensors() gives the same bytes for tensors in any order", () => {
  const [a, b] = [tensor([1], 1), tensor([1], 2)];
  assertEquals(
    encodeSafetensors({ b, a, "10": a, "9": b }),
    encodeSafetensors({ "9": b, a, "10": a, b }),
  );
});

Deno.test("encodeSafetensors() writes the bytes that the format defines", () => {
  const text = '{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ';
  assertEquals(encodeSafetensors({ b: tensor([1], 1) }), file(text, [0, 0, 0x80, 0x3f]));
});

Deno.test("encodeSafetensors() begins the data at a multiple of eight", () => {
  for (const name of ["a", "ab", "abc", "abcd", "abcde"]) {
    const bytes = encodeSafetensors({ [name]: tensor([1], 1) });
    assertEquals((bytes.length - 4) % 8, 0);
  }
});

Deno.test("encodeSafetensors() refuses a shape that the data does not fill", () => {
  assertThrows(
    () => encodeSafetensors({ a: tensor([3], 1) }),
    RangeError,
    "Expected 3 numbers in a of shape [3], found 1.",
  );
  assertThrows(() => encodeSafetensors({ __metadata__: tensor([1], 1) }), RangeError);
});

Deno.test("decodeSafetensors() reads bytes in the middle of a buffer", () => {
  const bytes = encodeSafetensors({ a: tensor([2], 3, 4) });
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assertEquals([...decodeSafetensors(shifted.subarray(3), "x").tensors.a?.data ?? []], [3, 4]);
});

for (
  const [dtype, bytes, value] of [
    ["F16", [0x00, 0x3e], 1.5],
    ["BF16", [0xc0, 0xbf], -1.5],
    ["F64", [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], 1.5],
    ["I64", [0xfe, 255, 255, 255, 255, 255, 255, 255], -2],
    ["I32", [0xfe, 255, 255, 255], -2],
    ["U8", [200], 200],
  ] as const
) {
  Deno.test(`decodeSafetensors() turns ${dtype} into 32-bit floats`, () => {
    const header = { x: { dtype, shape: [1], data_offsets: [0, bytes.length] } };
    const { tensors } = decodeSafetensors(file(JSON.stringify(header), [...bytes]), "x");
    assertEquals([...tensors.x?.data ?? []], [value]);
  });
}

Deno.test("decodeSafetensors() takes tensors in any order of the header", () => {
  const header = '{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},' +
    '"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
  const { tensors } = decodeSafetensors(file(header, [5, 6]), "x");
  assertEquals([...tensors.a?.data ?? [], ...tensors.b?.data ?? []], [5, 6]);
});

Deno.test("decodeSafetensors() reads a file of no tensors", () => {
  assertEquals(decodeSafetensors(file("{}"), "x"), { tensors: {}, metadata: {} });
});

Deno.test("decodeSafetensors() reads the golden weights that Keras wrote", async () => {
  const path = new URL("../golden/train-initial.safetensors", import.meta.url);
  const { tensors } = decodeSafetensors(await Deno.readFile(path), "train-initial.safetensors");
  const sizes = Object.values(tensors).map(({ shape, data }) => [sizeOf(shape), data.length]);
  for (const [size, length] of sizes) assertEquals(size, length);
  // conv 8 and 4, dense 16 and 10: 80 + 292 + 3,152 + 170 parameters.
  assertEquals(sizes.reduce((sum, [size = 0]) => sum + size, 0), 3694);
});
