import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../core/safetensors.ts";
import { sizeOf, type Tensor } from "../../core/tensor.ts";
import { UserError } from "../../dsl/errors.ts";

const tensor = (shape: number[], ...data: number[]): Tensor => ({
  shape,
  data: new Float32Array(data),
});

/** A file with this header text and this many bytes after it. */
function file(header: string, body: number | number[] = 0): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const bytes = typeof body === "number" ? new Array<number>(body).fill(0) : body;
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return new Uint8Array([...length, ...text, ...bytes]);
}

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

Deno.test("encodeSafetensors() gives the same bytes in whatever order the tensors come", () => {
  const [a, b] = [tensor([1], 1), tensor([1], 2)];
  assertEquals(
    encodeSafetensors({ b, a, "10": a, "9": b }),
    encodeSafetensors({ "9": b, a, "10": a, b }),
  );
});

Deno.test("encodeSafetensors() writes the format to the letter", () => {
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
    "a: shape [3] does not hold 1 numbers.",
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

const entry = (dtype: string, shape: string, offsets: string) =>
  `{"a":{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}}`;
const two = (first: string, second: string) =>
  `{"a":{"dtype":"U8","shape":[2],"data_offsets":${first}},` +
  `"b":{"dtype":"U8","shape":[2],"data_offsets":${second}}}`;
const HUGE = new Uint8Array([255, 255, 255, 255, 255, 255, 255, 255, 0x7b, 0x7d]);
const DTYPES = "F32, F16, BF16, F64, I64, I32, U8";

const MALFORMED: readonly [string, Uint8Array, string][] = [
  ["an empty file", new Uint8Array(), "expected at least 8 bytes, found 0"],
  ["half a length", new Uint8Array(5), "expected at least 8 bytes, found 5"],
  [
    "a header longer than the file",
    file("{}").slice(0, 9),
    "expected a header of at most 1 bytes, found a claim of 2",
  ],
  [
    "a claim of 2**64 - 1 bytes",
    HUGE,
    "expected a header of at most 2 bytes, found a claim of 18446744073709551615",
  ],
  ["a header of no bytes", file(""), "its header is not JSON in UTF-8"],
  ["a header that is not JSON", file("{a:1}"), "its header is not JSON in UTF-8"],
  ["a header broken off", file('{"a":'), "its header is not JSON in UTF-8"],
  [
    "a header that is not UTF-8",
    new Uint8Array([4, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xff, 0xff, 0x22]),
    "its header is not JSON in UTF-8",
  ],
  ["a header that is a list", file("[]"), "its header is not a JSON object"],
  ["a header that is null", file("null"), "its header is not a JSON object"],
  ["a header after a space", file(" {}"), "its header is not a JSON object"],
  [
    "a name given twice",
    file(two("[0,2]", "[2,4]").replace('"b"', '"a"'), 4),
    'its header names "a" twice',
  ],
  ["a tensor that is a number", file('{"a":1}'), 'tensor "a": expected an object, found 1'],
  [
    "an unknown field",
    file('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"path":"/etc"}}', 1),
    'tensor "a": expected dtype, shape and data_offsets, found "path" too',
  ],
  [
    "an unknown dtype",
    file(entry('"F8"', "[1]", "[0,1]"), 1),
    `tensor "a": expected a dtype of ${DTYPES}, found "F8"`,
  ],
  [
    "a dtype that is an object's own word",
    file(entry('"constructor"', "[1]", "[0,1]"), 1),
    `tensor "a": expected a dtype of ${DTYPES}, found "constructor"`,
  ],
  [
    "a missing dtype",
    file('{"a":{"shape":[1],"data_offsets":[0,1]}}', 1),
    `tensor "a": expected a dtype of ${DTYPES}, found nothing`,
  ],
  [
    "a negative size",
    file(entry('"U8"', "[-1]", "[0,1]"), 1),
    'tensor "a": expected a shape of whole numbers, found [-1]',
  ],
  [
    "a broken size",
    file(entry('"U8"', "[1.5]", "[0,1]"), 1),
    'tensor "a": expected a shape of whole numbers, found [1.5]',
  ],
  [
    "a shape that is text",
    file(entry('"U8"', '"1"', "[0,1]"), 1),
    'tensor "a": expected a shape of whole numbers, found "1"',
  ],
  [
    "one offset",
    file(entry('"U8"', "[1]", "[0]"), 1),
    'tensor "a": expected data_offsets [begin, end], found [0]',
  ],
  [
    "a negative offset",
    file(entry('"U8"', "[1]", "[-1,0]"), 1),
    'tensor "a": expected data_offsets [begin, end], found [-1,0]',
  ],
  [
    "offsets the wrong way round",
    file(entry('"U8"', "[1]", "[1,0]"), 1),
    'tensor "a": expected data_offsets within 0 to 1, found [1,0]',
  ],
  [
    "an offset behind the end",
    file(entry('"U8"', "[2]", "[0,2]"), 1),
    'tensor "a": expected data_offsets within 0 to 1, found [0,2]',
  ],
  [
    "a span too small for its shape",
    file(entry('"F32"', "[2]", "[0,4]"), 4),
    'tensor "a": shape [2] of F32 needs 8 bytes, found 4',
  ],
  [
    "a shape whose size overflows",
    file(entry('"F32"', "[4294967296,4294967296]", "[0,4]"), 4),
    'tensor "a": shape [4294967296,4294967296] of F32 needs 73786976294838210000 bytes, found 4',
  ],
  [
    "tensors that overlap",
    file(two("[0,2]", "[1,3]"), 3),
    'tensor "b" begins at 1, inside the one that ends at 2',
  ],
  [
    "the same bytes used twice",
    file(two("[0,2]", "[0,2]"), 2),
    'tensor "b" begins at 0, inside the one that ends at 2',
  ],
  [
    "a gap between tensors",
    file(two("[0,2]", "[3,5]"), 5),
    'expected tensor "b" to begin at 2, found 3',
  ],
  [
    "a gap before the first tensor",
    file(entry('"U8"', "[1]", "[1,2]"), 2),
    'expected tensor "a" to begin at 0, found 1',
  ],
  [
    "bytes left over",
    file(entry('"U8"', "[1]", "[0,1]"), 2),
    "expected 1 bytes of tensors, found 2",
  ],
  [
    "metadata that is a list",
    file('{"__metadata__":[]}'),
    'expected text in "__metadata__", found []',
  ],
  [
    "metadata that is not text",
    file('{"__metadata__":{"epochs":3}}'),
    'expected text for "epochs" in "__metadata__", found 3',
  ],
];

for (const [what, bytes, problem] of MALFORMED) {
  Deno.test(`decodeSafetensors() refuses ${what}`, () => {
    const error = assertThrows(() => decodeSafetensors(bytes, "w.safetensors"), UserError);
    assertEquals(error.message, `Cannot read w.safetensors: ${problem}; make or fetch it again.`);
  });
}

Deno.test("decodeSafetensors() refuses a file cut anywhere", () => {
  const bytes = encodeSafetensors({ a: tensor([2, 2], 1, 2, 3, 4), b: tensor([1], 5) });
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeSafetensors(bytes.slice(0, length), "x"), UserError);
  }
});

Deno.test("decodeSafetensors() keeps a long wrong value out of its sentence", () => {
  const shape = `[${"1.5,".repeat(500)}1]`;
  const error = assertThrows(
    () => decodeSafetensors(file(entry('"U8"', shape, "[0,1]"), 1), "x"),
    UserError,
  );
  assertLess(error.message.length, 200);
});
