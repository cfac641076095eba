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

Deno.test("readIdx() says that a file is missing", async () => {
  const error = await assertRejects(() => readIdx("/nowhere/x.idx", 1), UserError);
  assertEquals(
    error.message,
    "Cannot read /nowhere/x.idx: there is no such file, check the path.",
  );
});

const MALFORMED: readonly [string, Uint8Array<ArrayBuffer>, number, string][] = [
  ["an empty file", bytes(), 3, "expected an IDX header of 16 bytes, found 0 bytes"],
  ["half a header", IMAGES.slice(0, 10), 3, "expected an IDX header of 16 bytes, found 10 bytes"],
  [
    "garbage",
    new TextEncoder().encode("<!DOCTYPE html><html>"),
    3,
    "expected an IDX file, which begins with 00 00 08 03, found 3c 21 44 4f",
  ],
  [
    "another element type",
    bytes(0, 0, 0x0d, 1, 0, 0, 0, 0),
    1,
    "expected elements of type 08 (unsigned bytes), found type 0d",
  ],
  [
    "labels in place of images",
    zip(new Uint8Array([...LABELS, 0, 0, 0, 0, 0])),
    3,
    "expected 3 dimensions (images), found 1",
  ],
  ["images in place of labels", IMAGES, 1, "expected 1 dimension (labels), found 3"],
  [
    "a truncated file",
    IMAGES.slice(0, 20),
    3,
    "expected 28 bytes, found 20; the file is truncated",
  ],
  [
    "a truncated file that was then packed",
    zip(IMAGES.slice(0, 20)),
    3,
    "expected 28 bytes after unpacking, found 20; the file is truncated",
  ],
  ["bytes too many", bytes(...IMAGES, 0), 3, "expected 28 bytes, found 29; the file is too long"],
  [
    "bytes too many, packed",
    zip(bytes(...IMAGES, 0)),
    3,
    "expected 28 bytes after unpacking, found more; the file is too long",
  ],
  [
    "a claim of more than 4 GB",
    bytes(0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1),
    3,
    "its header claims 4294967312 bytes, more than the 1073741824 allowed; it is damaged",
  ],
  [
    "a claim of nearly 1 GB",
    zip(bytes(0, 0, 8, 1, 0x3f, 0, 0, 0, 1)),
    1,
    "expected 1056964616 bytes after unpacking, found 9; the file is truncated",
  ],
  ["damaged gzip data", damaged(zip(IMAGES)), 3, "its gzip data is damaged"],
  [
    "a gzip signature alone",
    bytes(0x1f, 0x8b),
    3,
    "expected an IDX header of 16 bytes, found 0 bytes",
  ],
];

for (const [what, file, rank, problem] of MALFORMED) {
  Deno.test(`decodeIdx() refuses ${what}`, () => {
    const error = assertThrows(() => decodeIdx(file, rank, "train.idx"), UserError);
    assertEquals(error.message, `Cannot read train.idx: ${problem}, fetch it again.`);
  });
}

Deno.test("decodeIdx() says how much of a gzip file broken off is there", () => {
  const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31) >> 4);
  const whole = zip(bytes(0, 0, 8, 1, 0, 0, 0x13, 0x88, ...noise));
  const error = assertThrows(() => decodeIdx(whole.slice(0, 400), 1, "x"), UserError);
  const found =
    /^Cannot read x: expected 5008 bytes after unpacking, found (\d+); the file is truncated, fetch it again\.$/
      .exec(error.message)?.[1];
  assertLess(Number(found), 5008);
});

Deno.test("decodeIdx() sets no memory aside for what a header only claims", () => {
  const before = Deno.memoryUsage();
  const claim = zip(bytes(0, 0, 8, 1, 0x3f, 0, 0, 0, 1));
  for (let i = 0; i < 20; i++) assertThrows(() => decodeIdx(claim, 1, "x"), UserError);
  const after = Deno.memoryUsage();
  assertLess(after.rss + after.external - before.rss - before.external, 100e6);
});

Deno.test("decodeIdx() stops unpacking a bomb at its header's claim", () => {
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

/** The checksum at the end made wrong. */
function damaged(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  packed[packed.length - 6] = (packed[packed.length - 6] ?? 0) ^ 1;
  return packed;
}
