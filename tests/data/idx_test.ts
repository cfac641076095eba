import { gzipSync } from "node:zlib";
import { assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { decodeIdx, readIdx } from "../../core/data/idx.ts";
import { UserError } from "../../dsl/errors.ts";

/** Two images of 2×3. */
const IMAGES = bytes(
  0,
  0,
  8,
  3,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  3,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
  12,
);
const LABELS = bytes(0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 4);

Deno.test("decodeIdx() reads images with their shape", () => {
  const { shape, data, file } = decodeIdx(IMAGES, 3, "x");
  assertEquals(shape, [2, 2, 3]);
  assertEquals([...data], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assertEquals(file.length, 28);
});

Deno.test("decodeIdx() reads labels", () => {
  assertEquals([...decodeIdx(LABELS, 1, "x").data], [9, 0, 4]);
});

Deno.test("decodeIdx() reads gzipped files alike", () => {
  assertEquals(decodeIdx(zip(IMAGES), 3, "x"), decodeIdx(IMAGES, 3, "x"));
});

Deno.test("decodeIdx() reads a file of no rows", () => {
  assertEquals(decodeIdx(bytes(0, 0, 8, 1, 0, 0, 0, 0), 1, "x").data.length, 0);
});

Deno.test("readIdx() reads a file by its path", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, LABELS);
  assertEquals((await readIdx(path, 1)).shape, [3]);
  await Deno.remove(path);
});

Deno.test("readIdx() refuses a file that is missing", async () => {
  const error = await assertRejects(() => readIdx("/nowhere/x.idx", 1), UserError);
  assertEquals(
    error.message,
    "Cannot read /nowhere/x.idx: there is no such file. Check the path.",
  );
});

const MALFORMED: readonly [string, Uint8Array<ArrayBuffer>, number, string][] = [
  [
    "an empty file",
    bytes(),
    3,
    "expected an IDX header of 16 bytes, found 0. The file is truncated; download it again",
  ],
  [
    "half a header",
    IMAGES.slice(0, 10),
    3,
    "expected an IDX header of 16 bytes, found 10. The file is truncated; download it again",
  ],
  [
    "garbage",
    new TextEncoder().encode("<!DOCTYPE html><html>"),
    3,
    "expected an IDX file, which begins with 00 00 08 03, found 3c 21 44 4f. Download it again",
  ],
  [
    "another element type",
    bytes(0, 0, 0x0d, 1, 0, 0, 0, 0),
    1,
    "expected elements of type 08 (unsigned bytes), found 0d. Download it again",
  ],
  [
    "labels in place of images",
    zip(new Uint8Array([...LABELS, 0, 0, 0, 0, 0])),
    3,
    "expected 3 dimensions (images), found 1. Download it again",
  ],
  [
    "images in place of labels",
    IMAGES,
    1,
    "expected 1 dimension (labels), found 3. Download it again",
  ],
  [
    "a truncated file",
    IMAGES.slice(0, 20),
    3,
    "expected 28 bytes, found 20. The file is truncated; download it again",
  ],
  [
    "a truncated file, gzipped",
    zip(IMAGES.slice(0, 20)),
    3,
    "expected 28 bytes after unpacking, found 20. The file is truncated; download it again",
  ],
  [
    "a file that is too long",
    bytes(...IMAGES, 0),
    3,
    "expected 28 bytes, found 29. The file is too long; download it again",
  ],
  [
    "a file that is too long, gzipped",
    zip(bytes(...IMAGES, 0)),
    3,
    "expected 28 bytes after unpacking, found more. The file is too long; download it again",
  ],
  [
    "a header for more than 4 GB",
    bytes(0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1),
    3,
    "expected at most 268,435,456 bytes, found a header for 4,294,967,312. " +
    "The file is damaged; download it again",
  ],
  [
    "a header for nearly 256 MiB",
    zip(bytes(0, 0, 8, 1, 0x0f, 0, 0, 0, 1)),
    1,
    "expected 251,658,248 bytes after unpacking, found 9. The file is truncated; download it again",
  ],
  [
    "damaged gzip data",
    damaged(zip(IMAGES)),
    3,
    "expected gzip data, found a checksum or a code that is wrong. " +
    "The file is damaged; download it again",
  ],
  [
    "a gzip signature alone",
    bytes(0x1f, 0x8b),
    3,
    "expected an IDX header of 16 bytes, found 0. The file is truncated; download it again",
  ],
];

for (const [what, file, rank, problem] of MALFORMED) {
  Deno.test(`decodeIdx() refuses ${what}`, () => {
    const error = assertThrows(() => decodeIdx(file, rank, "train.idx"), UserError);
    assertEquals(error.message, `Cannot read train.idx: ${problem}.`);
  });
}

Deno.test("decodeIdx() states how many bytes a truncated gzip file has", () => {
  const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31) >> 4);
  const whole = zip(bytes(0, 0, 8, 1, 0, 0, 0x13, 0x88, ...noise));
  const error = assertThrows(() => decodeIdx(whole.slice(0, 400), 1, "x"), UserError);
  const found =
    /^Cannot read x: expected 5,008 bytes after unpacking, found ([\d,]+)\. The file is truncated; download it again\.$/
      .exec(error.message)?.[1];
  assertLess(Number(found?.replace(",", "")), 5008);
});

Deno.test("decodeIdx() allocates no memory for bytes that only the header announces", () => {
  const before = Deno.memoryUsage();
  const claim = zip(bytes(0, 0, 8, 1, 0x3f, 0, 0, 0, 1));
  for (let i = 0; i < 20; i++) assertThrows(() => decodeIdx(claim, 1, "x"), UserError);
  const after = Deno.memoryUsage();
  assertLess(after.rss + after.external - before.rss - before.external, 100e6);
});

Deno.test("decodeIdx() stops unpacking a bomb at the length that its header announces", () => {
  const bomb = new Uint8Array(200e6);
  bomb.set([0, 0, 8, 1, 0, 0, 0, 10]);
  const packed = zip(bomb);
  const start = performance.now();
  assertThrows(() => decodeIdx(packed, 1, "x"), UserError, "found more");
  assertLess(performance.now() - start, 300); // unpacking all of it takes a second
});

function bytes(...values: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values);
}

function zip(file: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(file));
}

/** Changes the checksum at the end. */
function damaged(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  packed[packed.length - 6] = (packed[packed.length - 6] ?? 0) ^ 1;
  return packed;
}
