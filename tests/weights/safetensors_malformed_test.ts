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
const DTYPES = "F32, F16, BF16, F64, I64, I32, I8, U8";

const MALFORMED: readonly [string, Uint8Array, string][] = [
  ["an empty file", new Uint8Array(), "expected at least 8 bytes, found 0"],
  ["half a length", new Uint8Array(5), "expected at least 8 bytes, found 5"],
  [
    "a header longer than the file",
    file("{}").slice(0, 9),
    "expected a header of at most 1 bytes, found a length of 2",
  ],
  [
    "a header of 2**64 - 1 bytes",
    HUGE,
    "expected a header of at most 2 bytes, found a length of 18,446,744,073,709,551,615",
  ],
  ["a header of no bytes", file(""), "expected a header in JSON (UTF-8), found other bytes"],
  [
    "a header that is not JSON",
    file("{a:1}"),
    "expected a header in JSON (UTF-8), found other bytes",
  ],
  ["a header broken off", file('{"a":'), "expected a header in JSON (UTF-8), found other bytes"],
  [
    "a header that is not UTF-8",
    new Uint8Array([4, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xff, 0xff, 0x22]),
    "expected a header in JSON (UTF-8), found other bytes",
  ],
  ["a header that is a list", file("[]"), "expected a JSON object as header, found another value"],
  ["a header that is null", file("null"), "expected a JSON object as header, found another value"],
  [
    "a name given twice",
    file(two("[0,2]", "[2,4]").replace('"b"', '"a"'), 4),
    'expected "a" once in the header, found it twice',
  ],
  ["a tensor that is a number", file('{"a":1}'), 'tensor "a": expected an object, found 1'],
  [
    "an unknown field",
    file('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"path":"/etc"}}', 1),
    'tensor "a": expected only dtype, shape and data_offsets, found "path"',
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
    'tensor "a": expected 8 bytes for shape [2] of F32, found 4',
  ],
  [
    "a shape whose size overflows",
    file(entry('"F32"', "[4294967296,4294967296]", "[0,4]"), 4),
    'tensor "a": expected 73,786,976,294,838,210,000 bytes for shape [4294967296,4294967296] of F32, ' +
    "found 4",
  ],
  [
    "tensors that overlap",
    file(two("[0,2]", "[1,3]"), 3),
    'expected tensor "b" to begin at 2, found an overlap: it begins at 1',
  ],
  [
    "the same bytes used twice",
    file(two("[0,2]", "[0,2]"), 2),
    'expected tensor "b" to begin at 2, found an overlap: it begins at 0',
  ],
  [
    "a gap between tensors",
    file(two("[0,2]", "[3,5]"), 5),
    'expected tensor "b" to begin at 2, found a gap: it begins at 3',
  ],
  [
    "a gap before the first tensor",
    file(entry('"U8"', "[1]", "[1,2]"), 2),
    'expected tensor "a" to begin at 0, found a gap: it begins at 1',
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
    assertEquals(
      error.message,
      `Cannot read w.safetensors: ${problem}. Save or download the file again.`,
    );
  });
}

Deno.test("decodeSafetensors() refuses a file cut anywhere", () => {
  const bytes = encodeSafetensors({ a: tensor([2, 2], 1, 2, 3, 4), b: tensor([1], 5) });
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeSafetensors(bytes.slice(0, length), "x"), UserError);
  }
});

Deno.test("decodeSafetensors() shortens a long wrong value in its message", () => {
  const shape = `[${"1.5,".repeat(500)}1]`;
  const error = assertThrows(
    () => decodeSafetensors(file(entry('"U8"', shape, "[0,1]"), 1), "x"),
    UserError,
  );
  assertLess(error.message.length, 200);
});
