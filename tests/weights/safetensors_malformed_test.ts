import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../core/weights/safetensors.ts";
import { UserError } from "../../dsl/errors.ts";
import { file, tensor } from "./safetensors_file.ts";

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
